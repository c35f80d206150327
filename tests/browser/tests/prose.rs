//! Links in a host's prose that act on a demo, and what the reader is told of it; demos that come, change and go.

use browser_tests::{Browser, Host};
use serde_json::json;

const PAGE: &str = "<script src='SITE/embed.js'></script>
    <p><a id=link href='#demo' data-faultyard='ping'>act</a> <a id=plain href='#elsewhere'>plain</a></p>
    <faultyard-demo id=demo lab=raft seed=42 t=0.9></faultyard-demo>";

/// Clicks the link as one that does this, and waits until it is done or refused: `true` if done.
#[track_caller]
fn act(page: &Browser, text: &str) -> bool {
    let set = "const link = document.querySelector('#link'); delete link.dataset.faultyardState;
        link.dataset.faultyard = arguments[0]";
    page.run_with(set, vec![json!(text)]);
    page.click("#link");
    page.wait_for("#link[data-faultyard-state]");
    page.attribute("#link", "data-faultyard-state").as_deref() == Some("done")
}

#[test]
fn each_kind_of_link_in_the_guides_table_does_what_it_says() {
    let host = Host::with_demo(PAGE);
    let page = &host.page;
    for (text, expression) in [
        ("seek:1.5", "demo.step(0, 'ms').then(({ t }) => t == 1.5)"),
        ("seek:0:02", "demo.step(0, 'ms').then(({ t }) => t == 2)"),
        ("seek:ev:20", "demo.step(0, 'event').then(({ event }) => event == 20)"),
        ("seek:0", "demo.step(0, 'ms').then(({ t }) => t == 0)"),
        ("step:100:ms", "demo.step(0, 'ms').then(({ t }) => t == 0.1)"),
        ("step:-50:ms", "demo.step(0, 'ms').then(({ t }) => t == 0.05)"),
        ("step:1:event", "demo.step(0, 'ms').then(({ t }) => t > 0.05)"),
        ("speed:0.01", "demo.setSpeed(0.01).then(speed => speed == 0.01)"),
        ("set:n:7", "demo.getParams().then(({ n }) => n == 7)"),
        ("preset:leader-crash", "demo.getScenario().then(({ inputs }) => inputs.length > 0)"),
        ("reset", "demo.step(0, 'ms').then(({ t }) => t == 0)"),
        (
            "inject:crash:n2:0.5",
            "demo.getScenario().then(({ inputs }) => JSON.stringify(inputs).includes('restart n2'))",
        ),
        (
            "inject:loss * 0.1",
            "demo.getScenario().then(({ inputs }) => JSON.stringify(inputs).includes('loss * 10%'))",
        ),
        ("seek:mark:in.1", "demo.getScenario().then(({ inputs }) => inputs.length > 0)"),
        ("step:-1:mark", "demo.step(0, 'ms').then(({ t }) => t == 0)"),
        (
            "do:write:3=7",
            "demo.getScenario().then(({ inputs }) => JSON.stringify(inputs).includes('do write 3=7'))",
        ),
        ("play", "demo.step(0, 'ms').then(() => true)"),
        ("pause", "demo.step(0, 'ms').then(() => true)"),
    ] {
        assert!(
            act(page, text),
            "{text}: {}",
            page.demo("demo.shadowRoot.querySelector('output').textContent")
        );
        assert_eq!(page.demo(expression), true, "{text}");
    }
    host.assert_quiet();
}

#[test]
fn a_refused_link_tells_the_reader_why_until_one_is_done() {
    let host = Host::with_demo(PAGE);
    let page = &host.page;
    page.listen("#demo", &["error"]);
    for (text, why, code) in [
        ("inject:crash:king", "king", "unknown-target"),
        ("inject:crash:n2:abc", "for", "bad-data"),
        ("seek:soon", "soon", "bad-data"),
        ("juggle:3", "juggle", "unknown-command"),
        ("set:nothing:1", "nothing", "refused"),
    ] {
        assert!(!act(page, text), "{text} was done");
        let told = page.demo("demo.shadowRoot.querySelector('output').innerText");
        assert!(told.as_str().is_some_and(|told| told.contains(why)), "{text}: {told}");
        assert_eq!(page.demo("told.at(-1).detail.message.length > 0"), true, "{text}");
        assert_eq!(page.demo("told.at(-1).detail.code"), code, "{text}");
    }
    assert_eq!(page.demo("demo.shadowRoot.querySelector('output').role ?? 'status'"), "status");
    assert!(act(page, "ping"));
    assert_eq!(page.demo("demo.shadowRoot.querySelector('output').innerText"), "");
    host.assert_quiet();
}

#[test]
fn a_link_acts_on_the_demo_that_it_names_else_on_the_last_before_it_else_on_the_first() {
    let host = Host::open(
        "<script src='SITE/embed.js'></script><a id=above href='#' data-faultyard='inject:crash:n1'>above</a>
         <faultyard-demo id=a lab=raft></faultyard-demo><a id=between href='#' data-faultyard='inject:crash:n2'>between</a>
         <faultyard-demo id=b lab=raft></faultyard-demo><a id=below href='#' data-faultyard='inject:crash:n3'>below</a>
         <a id=named href='#a' data-for=a data-faultyard='inject:crash:n4'>named</a>
         <a id=linked href='#a' data-faultyard='inject:crash:n5'>linked</a>",
    );
    for link in ["#above", "#between", "#below", "#named", "#linked"] {
        host.page.click(link);
        host.page.wait_for(&format!("{link}[data-faultyard-state=done]"));
    }
    let crashed = "return Promise.all(['a', 'b'].map(id => document.getElementById(id).getScenario()))
        .then(runs => runs.map(({ inputs }) => inputs.map(([, line]) => line.slice(-2)).sort().join(' ')))";
    assert_eq!(host.page.run(crashed), json!(["n1 n2 n4 n5", "n3"]));
    host.assert_quiet();
}

#[test]
fn a_click_that_asks_for_a_new_tab_and_a_plain_link_are_left_alone() {
    let host = Host::with_demo(PAGE);
    let click = "const click = new MouseEvent('click', { bubbles: true, cancelable: true, ...arguments[1] });
        document.querySelector(arguments[0]).addEventListener('click', event => { window.taken = event.defaultPrevented; event.preventDefault() }, { once: true });
        document.querySelector(arguments[0]).dispatchEvent(click); return window.taken";
    for (link, how, taken) in [
        ("#link", json!({}), true),
        ("#link", json!({ "ctrlKey": true }), false),
        ("#link", json!({ "button": 1 }), false),
        ("#plain", json!({}), false),
    ] {
        assert_eq!(host.page.run_with(click, vec![json!(link), how.clone()]), taken, "{link} {how}");
    }
}

#[test]
fn an_element_that_moves_changes_or_goes_forgets_its_frame_and_answers_what_was_asked() {
    let host = Host::with_demo(PAGE);
    let page = &host.page;
    page.run("window.answers = []; for (const name of ['first', 'second']) {
        const call = document.querySelector('faultyard-demo').search({ property: 'Election Safety', budget: 2000 });
        call.then(() => answers.push('done'), ({ code }) => answers.push(code)) }");
    page.demo("demo.setAttribute('seed', '7')");
    page.wait_until("answers.length == 2");
    assert_eq!(page.run("return answers"), json!(["gone", "gone"]));
    assert_eq!(page.demo("demo.getScenario()")["seed"], 7);
    page.demo("document.body.prepend(demo)");
    assert_eq!(page.demo("demo.getScenario()")["seed"], 7, "after it was moved");
    page.run("window.kept = document.querySelector('faultyard-demo'); kept.remove()");
    assert_eq!(
        page.run("return kept.shadowRoot.querySelector('iframe')?.contentWindow ?? null"),
        json!(null)
    );
    let history = page.run("return history.length");
    page.run("document.body.append(kept)");
    page.demo("demo.setAttribute('preset', 'leader-crash')");
    page.demo("demo.ping()");
    assert_eq!(page.run("return history.length"), history, "the reader's way back is longer");
    host.assert_quiet();
}

#[test]
fn a_poster_is_begun_by_what_is_asked_of_it_and_where_there_is_no_room_all_is_refused() {
    let host = Host::open(
        "<script src='SITE/embed.js'></script>
         <faultyard-demo id=poster lab=raft ctl=1></faultyard-demo>
         <a id=link href='#poster' data-faultyard='inject:crash:n1'>act</a>
         <div style='width: 280px'><faultyard-demo id=small lab=raft></faultyard-demo></div>
         <a id=none href='#small' data-faultyard='inject:crash:n1'>act</a>",
    );
    let page = &host.page;
    page.click("#none");
    page.wait_for("#none[data-faultyard-state=refused]");
    let told =
        page.run("return document.querySelector('#small').shadowRoot.querySelector('output').innerText");
    assert!(told.as_str().is_some_and(|told| told.contains("no room")), "{told}");
    page.click("#link");
    page.wait_for("#link[data-faultyard-state=done]");
    let crashed =
        page.run("return document.querySelector('#poster').getScenario().then(({ inputs }) => inputs[0][1])");
    assert_eq!(crashed, "crash n1");
    host.assert_quiet();
}

#[test]
fn a_refusal_is_told_once_below_the_demo() {
    let host = Host::with_demo(PAGE);
    assert!(act(&host.page, "inject:crash:n1"));
    assert!(!act(&host.page, "inject:crash:n1"));
    host.page.in_demo(|frame| assert_eq!(frame.count(".notice"), 0));
    host.assert_quiet();
}
