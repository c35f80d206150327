// Runs before the first paint: the theme, and of the words that the page's HTML has, only those that its address asks for.
// The same rules as in src/ui/look.rs, src/link/settings.rs and src/ui/pages, which say so again once the program is here.
(function () {
  "use strict";

  const page = document.documentElement;
  const settings = new URLSearchParams(location.search);
  // The last word that a setting knows; none if there is none.
  const word = (name, ...known) => settings.getAll(name).filter((text) => known.includes(text)).pop();
  const words = (name) => settings.getAll(name).flatMap((text) => text.split(",")).map((text) => text.trim());
  const isOn = (name) => ["", "1", "true"].includes(word(name, "", "1", "true", "0", "false"));

  function chosen() {
    try {
      return ["light", "dark"].find((theme) => theme === localStorage.getItem("faultyard.theme"));
    } catch {
      // A sandboxed frame keeps nothing.
    }
  }

  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const asked = isOn("projector") ? "light" : word("theme", "light", "dark", "auto");
  page.dataset.theme = asked && asked !== "auto" ? asked : (chosen() ?? system);
  // Until the style sheet is here.
  document.querySelector("[name=color-scheme]")?.setAttribute("content", page.dataset.theme);
  if (isOn("projector")) page.dataset.projector = "1";
  if (word("fit", "fill", "content") === "content") page.dataset.fit = "content";

  const ui = word("ui", "full", "compact", "min", "none") ?? "full";
  const [show, hide] = [words("show"), words("hide")];
  const isAsked = (...parts) => parts.some((part) => show.includes(part) && !hide.includes(part));
  const usual = { compact: ["title", "brand", "clock"], min: ["clock"], none: [] }[ui];
  const shows = (part) => isAsked(part) || (!hide.includes(part) && (!usual || usual.includes(part)));
  const isSpoken = ui === "full" || ui === "compact";
  const predicts = settings.has("predict") && !hide.includes("story");
  const another = ["preset", "predict", "seed", "faults"].some((name) => settings.has(name));

  // Parts of the page, by the word in `data-part`; all else is a part of the address's own list.
  const parts = {
    top: isSpoken || isAsked("title", "brand"),
    story: predicts || shows("story"),
    // What is told first belongs to the lab's plain run.
    lesson: !another && location.hash.length < 2 && ![...settings.keys()].some((name) => name.startsWith("p.")),
    sentence: isSpoken && !(predicts && location.pathname.includes("/embed/")),
    below: ui === "full" || isAsked("plots", "spacetime", "log"),
    side: isSpoken || isAsked("params", "faults", "legend"),
    transport: ui !== "none",
    // What practice begins with, unless a question is asked for.
    list: !settings.has("q") && !settings.has("code"),
    head: ["title", "seed", "brand"].some(shows),
    spark: shows("plots") && !predicts,
    diagram: word("view", "stage", "spacetime", "split") === "split",
    extra: predicts || isAsked("story", "params", "faults", "log", "spacetime", "legend"),
  };

  function trim() {
    for (const part of document.querySelectorAll("#early [data-part]")) {
      if (!(parts[part.dataset.part] ?? shows(part.dataset.part))) part.remove();
    }
    for (const line of document.querySelectorAll("#early [data-area]")) {
      if ((settings.get("area") || line.dataset.area) !== line.dataset.area) line.remove();
    }
  }

  // A page is painted in pieces as it comes: each is trimmed first.
  const watch = new MutationObserver(trim);
  watch.observe(page, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => watch.disconnect());
})();
