//! What trunk made, and what it must be so that the site works under any path.

/// How the page that trunk made begins its addresses.
pub const BASE: &str = "<base href=\"./\"";

const REMEDY: &str = "Keep `<base data-trunk-public-url />` first in index.html's head, and write addresses without a leading slash.";

/// Fails where the index page would not work under a path prefix.
pub fn check(index: &str) -> Result<(), String> {
    let failed = |what: &str| Err(format!("dist/index.html {what}. {REMEDY}"));
    let Some(base) = index.find(BASE) else { return failed("has no <base href=\"./\">") };
    let first = ["href=", "src=", "import "].iter().filter_map(|word| index.find(word)).min();
    if first.is_some_and(|first| first < base) {
        return failed("uses an address before its <base>");
    }
    // Whatever a strict Content-Security-Policy would refuse.
    let inline = index
        .split("<script")
        .skip(1)
        .any(|script| !script.split('>').next().unwrap_or("").contains(" src="));
    if inline {
        return failed("has an inline script");
    }
    let absolute = ["=\"/", "='/", "from '/", "from \"/", "url(/", ": '/"];
    match absolute.iter().find(|sign| index.contains(**sign)) {
        Some(sign) => failed(&format!("has an absolute address, after `{sign}`")),
        None => Ok(()),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub const INDEX: &str = "<html><head><base href=\"./\"><title>Faultyard</title>\
        <meta name=\"description\" content=\"All.\"><script type=\"module\" src=\"./static/start.js\" data-js=\"./a.js\" data-wasm=\"./a.wasm\"></script>\
        <link rel=\"modulepreload\" href=\"./a.js\"><link rel=\"preload\" href=\"./a.wasm\"></head>\
        <body><noscript>It needs JavaScript.</noscript></body></html>";

    #[test]
    fn an_absolute_address_is_refused() {
        assert!(check(INDEX).is_ok());
        assert!(check(&INDEX.replace("=\"./a.js", "=\"/a.js")).unwrap_err().contains("absolute"));
        assert!(check(&INDEX.replace(BASE, "<base")).unwrap_err().contains("no <base"));
        assert!(check(&format!("<link href=a.css>{INDEX}")).unwrap_err().contains("before"));
    }

    #[test]
    fn an_inline_script_is_refused() {
        let with = INDEX.replace("</head>", "<script type=module>import a</script></head>");
        assert!(check(&with).unwrap_err().contains("inline script"));
    }
}
