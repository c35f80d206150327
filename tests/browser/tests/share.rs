//! Sharing a run: links, frames, files.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};

/// What the browser is given to keep is caught on its way: names and blobs in `window.kept`.
const CATCH: &str =
    "window.kept = []; URL.createObjectURL = blob => { kept.push({ blob }); return 'about:blank#kept'; };
    HTMLAnchorElement.prototype.click = function() { kept.at(-1).name = this.download; }";

/// A run of Raft at 1.5 s with its Share dialog open.
fn sharing(prefix: &str) -> (Site, Browser) {
    let (site, page) = (Site::under(prefix), Browser::start());
    page.open_lab(&site.url("lab/raft/?seed=7"));
    page.ask("seek", json!({ "t": 1.5 }));
    page.ask("inject", json!({ "fault": "crash", "target": "n2", "for": 0.5 }));
    page.settle();
    share(&page);
    (site, page)
}

/// The same at its files, with what the browser is given to keep caught.
fn saving() -> (Site, Browser) {
    let (site, page) = sharing("/");
    tab(&page, "File");
    page.run(CATCH);
    (site, page)
}

/// Opens the dialog.
fn share(page: &Browser) {
    page.choose("header button", "Share");
    page.wait_for("dialog[open] input");
}

/// Flips the switch whose words begin so, and waits until a field says this.
fn flip(page: &Browser, words: &str, field: &str, says: &str) {
    let script = "[...document.querySelectorAll('dialog .switch')].find(each => each.innerText.startsWith(arguments[0])).click()";
    page.run_with(script, vec![words.into()]);
    page.wait_until(&format!("document.querySelector('dialog {field}').value.includes('{says}')"));
}

fn tab(page: &Browser, name: &str) {
    page.choose("dialog [role=tab]", name);
    page.wait_until(&format!("document.querySelector('dialog [role=tabpanel]').ariaLabel == '{name}'"));
}

fn value(page: &Browser, css: &str) -> String {
    let value = page.run_with("return document.querySelector(arguments[0]).value", vec![css.into()]);
    value.as_str().expect("a text").to_owned()
}

/// The newest file: its name and how it begins.
fn kept(page: &Browser, count: usize) -> (String, String) {
    page.wait_until(&format!("window.kept.length == {count} && window.kept.at(-1).name"));
    let begin = page.run(
        "return kept.at(-1).blob.arrayBuffer().then(bytes => String.fromCharCode(...new Uint8Array(bytes).slice(0, 200)))",
    );
    let name = page.run("return kept.at(-1).name");
    (name.as_str().unwrap_or_default().into(), begin.as_str().unwrap_or_default().into())
}

#[test]
fn each_way_to_share_opens_and_fits_a_phone() {
    let (_site, page) = sharing("/");
    for width in [1280, 360] {
        page.size(width, 740);
        let mut seen = Vec::new();
        page.each_tab("dialog[open] .tabs", |tab| {
            let wide = page.run(
                "const tab = document.querySelector('.share-tab'), dialog = document.querySelector('dialog');
                return Math.max(tab.scrollWidth - tab.clientWidth, dialog.scrollWidth - dialog.clientWidth)",
            );
            assert_eq!(wide, 0, "{tab} at {width} px");
            seen.push(tab.to_owned());
        });
        assert_eq!(seen, ["Link", "Class", "Embed", "File", "Print"]);
    }
    page.assert_quiet();
}

#[test]
fn the_short_link_is_readable_and_opens_the_same_state() {
    let (_site, page) = sharing("/some/prefix/");
    let (digest, time, link) = (page.digest(), page.time(), value(&page, "dialog input"));
    assert!(link.contains("/some/prefix/lab/raft/?") && link.len() <= 200, "{link}");
    assert!(!link.contains('#'), "{link}");
    assert_eq!(page.count("dialog svg.share-qr path"), 1);
    let other = Browser::start();
    other.open_lab(&link);
    assert_eq!((other.digest(), other.time()), (digest, time));
    page.assert_quiet();
    other.assert_quiet();
}

#[test]
fn the_snippets_frame_opens_the_same_state_and_a_lock_is_in_it() {
    let (_site, page) = sharing("/");
    let digest = page.digest();
    tab(&page, "Embed");
    let text = value(&page, "dialog textarea");
    assert!(
        text.starts_with("<iframe src=\"http") && text.contains("title=\"Interactive demo: Raft"),
        "{text}"
    );
    page.run("[...document.querySelectorAll('dialog .switch')].find(each => each.innerText.includes('locked')).click()");
    page.wait_until("document.querySelector('dialog textarea').value.includes('lock=all')");
    let address = page.run(
        "const host = document.createElement('template'); host.innerHTML = document.querySelector('dialog textarea').value;
        return host.content.querySelector('iframe').src",
    );
    let preview = page.run("return document.querySelector('.share-preview iframe').src");
    assert_eq!(preview, address, "the preview is what the snippet gives");
    let frame = Browser::start();
    frame.open(address.as_str().expect("an address"));
    frame.wait_until("document.querySelector('main.embed .stage svg > *')");
    frame.wait_until("window.faultyard");
    assert_eq!(frame.digest(), digest);
    for (place, begins) in [(1, "<script src="), (3, "<iframe\n  src={"), (6, "```{raw} html")] {
        let choose =
            "const select = document.querySelector('dialog select'); select.selectedIndex = arguments[0];
            select.dispatchEvent(new Event('change', { bubbles: true }))";
        page.run_with(choose, vec![json!(place)]);
        let begins = Value::from(begins);
        page.wait_until(&format!("document.querySelector('dialog textarea').value.startsWith({begins})"));
    }
    page.assert_quiet();
}

#[test]
fn a_class_gets_a_link_with_what_is_locked_and_hidden() {
    let (_site, page) = sharing("/");
    tab(&page, "Class");
    for (words, says) in
        [("Projector", "projector=1"), ("Lesson", "hide=story"), ("All parameters", "lock=all")]
    {
        flip(&page, words, "input", says);
    }
    let link = value(&page, "dialog input");
    assert!(!link.contains("&t="), "{link}");
    let told = page.text("dialog .share-length");
    assert!(told.starts_with(&format!("{} of at most 200", link.chars().count())), "{link}: {told}");
    let shown = "document.querySelector('.share-preview iframe')";
    assert_eq!(page.run(&format!("return {shown}.src")), link, "the preview is what the link opens");
    page.wait_until(&format!("{shown}.contentDocument.querySelector('.lab .stage svg > *')"));
    let begins = "const select = [...document.querySelectorAll('dialog select')].find(each => each.options[0].text == 'This moment');
        select.selectedIndex = 0; select.dispatchEvent(new Event('change', { bubbles: true }))";
    page.run(begins);
    page.wait_until("document.querySelector('dialog input').value.includes('&t=')");
    page.assert_quiet();
}

#[test]
fn a_frames_size_acts_as_it_is_typed_and_is_put_right_when_the_field_is_left() {
    let (_site, page) = sharing("/");
    tab(&page, "Embed");
    let typed =
        "const field = document.querySelector('dialog input[type=number]'); field.value = arguments[0];
        field.dispatchEvent(new Event(arguments[1], { bubbles: true }))";
    for (text, event, says) in [("480", "input", "480"), ("4", "input", "480"), ("99999", "change", "1600")] {
        page.run_with(typed, vec![text.into(), event.into()]);
        page.wait_until(&format!(
            "document.querySelector('dialog textarea').value.includes('width=\"{says}\"')"
        ));
    }
    assert_eq!(value(&page, "dialog input[type=number]"), "1600");
    page.assert_quiet();
}

#[test]
fn files_hold_what_their_names_say() {
    let (_site, page) = saving();
    let wanted = [
        ("Stage", "SVG", "raft-7-stage.svg", "<svg xmlns="),
        ("Stage", "PNG", "raft-7-stage.png", "\u{89}PNG\r\n"),
        ("Space-time", "SVG", "raft-7-space-time.svg", "<svg xmlns="),
        ("Space-time", "PNG", "raft-7-space-time.png", "\u{89}PNG\r\n"),
        ("Events", "CSV", "raft-7-trace.csv", "seq,event,t_s,kind,node,peer,cause,text\r\n0,"),
        ("Events", "JSON", "raft-7-trace.json", "[\n{\""),
        ("Metrics", "CSV", "raft-7-metrics.csv", "t_s,"),
    ];
    for (place, (row, button, name, begins)) in wanted.into_iter().enumerate() {
        page.choose(&format!("dialog [role=group][aria-label^='{row}'] button"), button);
        let (kept, text) = kept(&page, place + 1);
        assert_eq!(kept, name);
        assert!(text.starts_with(begins), "{name}: {text}");
    }
    for place in [0, 2] {
        let says = page.run_with("return kept[arguments[0]].blob.text()", vec![json!(place)]);
        let says = says.as_str().expect("a picture").to_owned();
        assert!(says.contains(">Raft<") && says.contains(">Seed 7, 1.500\u{a0}s, event "), "{says}");
    }
    page.assert_quiet();
}

#[test]
fn a_film_is_recorded_where_the_browser_can() {
    let (_site, page) = saving();
    page.choose("dialog [role=group][aria-label^=Video] button", "WebM");
    // A film takes its time, on a busy machine more.
    for second in [3, 6, 9] {
        let told = format!(
            "document.querySelector('dialog [role=status]').innerText.startsWith('Recording: {second}')"
        );
        page.wait_until(&told);
    }
    page.wait_until("document.querySelector('dialog [role=status]').innerText.includes('saved')");
    let (name, text) = kept(&page, 1);
    assert_eq!(name, "raft-7-film.webm");
    assert!(text.starts_with("\u{1a}E\u{df}\u{a3}"), "{text}");
    page.assert_quiet();
}

#[test]
fn the_sheet_for_paper_holds_question_picture_seed_and_link() {
    let (_site, page) = sharing("/");
    tab(&page, "Print");
    let sheet = page.text("dialog .sheet");
    let link = page.text("dialog .sheet-link p");
    assert!(sheet.contains("Seed 7") && link.starts_with("http"), "{sheet}");
    assert_eq!(page.count("dialog .sheet img[alt], dialog .sheet .share-qr"), 2);
    let printed = page.devtools("Page.printToPDF", &json!({}));
    let pages = "return atob(arguments[0]).match(/\\/Type \\/Page\\b/g).length";
    assert_eq!(page.run_with(pages, vec![printed["data"].clone()]), 1, "one sheet");
    page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let left = page.run(
        "return [...document.querySelectorAll('.lab > *, .lab button')].filter(each => each.checkVisibility())
            .map(each => each.tagName)",
    );
    assert_eq!(left, json!(["DIALOG"]), "nothing but the sheet is printed");
    page.assert_quiet();
}

#[test]
fn a_dark_page_is_printed_dark_on_white_without_its_buttons() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?theme=dark&preset=leader-crash"));
    let ground = "return getComputedStyle(document.body).backgroundColor";
    assert_eq!(page.run(ground), "rgb(14, 20, 27)");
    page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert_eq!(page.run(ground), "rgb(255, 255, 255)");
    let seen = "return [...document.querySelectorAll('.lab button, .stage, .story h2')]
        .filter(each => each.checkVisibility()).map(each => each.className)";
    assert_eq!(page.run(seen), json!(["link-button", "lesson-title", "stage", "link-button source-link"]));
    page.assert_quiet();
}

#[test]
fn a_step_of_the_lesson_is_shared_by_its_name_printed_with_its_words_and_there_again_after_a_reload() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    page.choose(".lesson-ways button", "Next");
    page.wait_until(
        "document.querySelector('.story h2.lesson-title').innerText == 'Election timeouts close together'",
    );
    let title = page.text(".story h2.lesson-title");
    share(&page);
    assert!(value(&page, "dialog input").contains("?preset=split-vote"), "{}", value(&page, "dialog input"));
    tab(&page, "Print");
    assert!(page.text("dialog .sheet").contains(&title), "{title}");
    page.key("Escape");
    page.ask("seek", json!({ "t": 0.3 }));
    page.wait_until("location.hash.startsWith('#s=')");
    page.run("location.reload()");
    page.wait_for_lab();
    page.wait_for(".story .lesson-predict");
    assert_eq!(page.text(".story h2.lesson-title"), title);
    page.assert_quiet();
}

#[test]
fn a_question_for_a_class_comes_with_its_own_run_also_on_a_projector() {
    let (_site, page) = sharing("/");
    tab(&page, "Class");
    let ask = "const select = document.querySelector('dialog select');
        select.selectedIndex = [...select.options].findIndex(each => each.text == 'Election timeouts close together');
        select.dispatchEvent(new Event('change', { bubbles: true }))";
    page.run(ask);
    page.wait_until("document.querySelector('dialog input').value.endsWith('lab/raft/?predict=split-vote')");
    flip(&page, "Projector", "input", "projector=1");
    let link = value(&page, "dialog input");
    let class = Browser::start();
    class.size(1280, 720);
    class.open_lab(&link);
    assert!(class.holds("document.querySelector('.lesson-predict input').checkVisibility()"), "{link}");
    assert_eq!(class.ask("getScenario", json!({}))["seed"], 12);
    class.assert_quiet();
    page.assert_quiet();
}

#[test]
fn locks_and_hidden_parts_outlive_a_change_a_reload_and_sharing() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?lock=n&hide=plots&seed=7"));
    page.ask("setParam", json!({ "key": "loss", "value": 5 }));
    page.wait_until("location.hash.startsWith('#s=')");
    assert_eq!(page.run("return location.search"), "?hide=plots&lock=n");
    page.run("location.reload()");
    page.wait_for_lab();
    page.choose(".side [role=tab]", "Controls");
    assert!(page.holds("document.querySelector('#p-n').disabled"));
    share(&page);
    let link = value(&page, "dialog input");
    assert!(link.contains("hide=plots") && link.contains("lock=n") && link.contains("p.loss=5"), "{link}");
    page.assert_quiet();
}

#[test]
fn what_the_dialog_does_is_told_to_people_who_listen() {
    let (_site, page) = saving();
    let told = "document.querySelector('dialog [role=status]').innerText";
    page.choose("dialog [role=group][aria-label^=Stage] button", "SVG");
    page.wait_until(&format!("{told} == 'raft-7-stage.svg is saved.'"));
    page.choose("dialog .acts button", "Save as a file");
    page.wait_until(&format!("{told} == 'raft-7.faultyard.json is saved.'"));
    page.assert_quiet();
}

#[test]
fn a_saved_run_of_another_lab_opens_in_its_lab() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.open_lab(&site.url("lab/hashing/"));
    share(&page);
    tab(&page, "File");
    let open = "const file = new File([arguments[0]], 'raft-7.faultyard.json'), list = new DataTransfer();
        list.items.add(file);
        const field = document.querySelector('dialog input[type=file]');
        field.files = list.files; field.dispatchEvent(new Event('change', { bubbles: true }))";
    page.run_with(open, vec!["{\"faultyard\":1,\"lab\":\"raft\",\"seed\":7,\"t\":\"1.5s\"}".into()]);
    page.wait_until("location.pathname == '/some/prefix/lab/raft/'");
    page.wait_for_lab();
    page.wait_until("document.querySelector('.transport .time').innerText.startsWith('1.500')");
    page.assert_quiet();
}
