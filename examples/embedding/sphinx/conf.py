"""Sphinx with MyST (Markdown) and reStructuredText, in Furo."""

# Where Faultyard is: a whole address, or a path from the site's root.
FAULTYARD = "../faultyard/"

project = "Consensus"
extensions = ["myst_parser"]
html_theme = "furo"

# Sphinx looks for a path in _static, one folder below the root.
_file = FAULTYARD + "embed.js"
html_js_files = [(_file if "://" in _file else "../" + _file, {"defer": "defer"})]
