//! What trunk made, and what it must be so that the site works under any path.

use xxhash_rust::xxh3::xxh3_64;

/// How the page that trunk made begins its addresses.
pub const BASE: &str = "<base href=\"./\"";

/// The scripts of each page, as the sources name them: what is before the first paint, and what starts the program.
pub const SCRIPTS: [&str; 2] = ["static/early.js", "static/start.js"];

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

/// The index without its comments, which are for whoever works on it.
pub fn without_comments(index: &str) -> String {
    let mut parts = index.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("-->").map_or("", |(_, rest)| rest.trim_start()))
}

/// The index with a script under a name that has its content's hash, and that name. All that a page loads then has such
/// a name, so that no cache can mix an old file with a new page.
pub fn with_named(index: &str, script: &str, content: &[u8]) -> (String, String) {
    let name = format!("{}-{:016x}.js", script.trim_end_matches(".js"), xxh3_64(content));
    (index.replace(script, &name), name)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub const INDEX: &str = "<html><head><base href=\"./\"><title>Faultyard</title>\
        <meta name=\"description\" content=\"All.\"><script src=\"static/early.js\"></script><script defer src=\"./static/start.js\" data-js=\"./a.js\" data-wasm=\"./a.wasm\"></script>\
        <link rel=\"stylesheet\" href=\"./style-1.css\"><link rel=\"stylesheet\" href=\"./instruments-1.css\"><link rel=\"stylesheet\" href=\"./reading-1.css\">\
        <link rel=\"stylesheet\" href=\"./practice-1.css\">\
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
    fn another_script_has_another_name() {
        for script in SCRIPTS {
            let (index, name) = with_named(INDEX, script, b"one");
            assert!(index.contains(&name) && !index.contains(script), "{index}");
            assert_ne!(with_named(INDEX, script, b"other").1, name);
            assert_eq!(name.len(), script.len() + "-0123456789abcdef".len());
        }
    }

    #[test]
    fn comments_stay_with_whoever_wrote_them() {
        assert_eq!(without_comments("<a>\n<!-- one\ntwo -->\n<b><!-- three --></b>"), "<a>\n<b></b>");
        assert_eq!(without_comments(INDEX), INDEX);
    }

    #[test]
    fn an_inline_script_is_refused() {
        let with = INDEX.replace("</head>", "<script type=module>import a</script></head>");
        assert!(check(&with).unwrap_err().contains("inline script"));
    }
}
