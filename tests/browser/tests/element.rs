//! `<faultyard-demo>` in a page of another origin: its attributes, methods and events, each of those that the types name.

use browser_tests::Host;
use serde_json::json;
use std::collections::BTreeSet;

const RAFT: &str = "<script src='SITE/embed.js'></script>
    <faultyard-demo id=demo lab=raft seed=42 t=0.9><p>on paper</p></faultyard-demo>";

/// The element's types, which name its attributes, methods and events.
const TYPES: &str = include_str!("../../../static/embed.d.ts");

/// The words that stand between two marks in the types and come before one of `ends`.
fn named(start: &str, end: &str, ends: char) -> BTreeSet<String> {
    let part =
        TYPES.split(start).nth(1).and_then(|rest| rest.split(end).next()).expect("the types have this part");
    let word =
        |line: &str| line.trim().split(ends).next().unwrap_or_default().trim_end_matches('?').to_owned();
    let plain = |word: &String| !word.is_empty() && word.chars().all(char::is_alphanumeric);
    part.lines().map(word).filter(plain).collect()
}

#[test]
fn each_attribute_does_what_the_guide_says() {
    let host = Host::with_demo(RAFT);
    let settings = [
        ("preset", "leader-crash"),
        ("seed", "7"),
        ("t", "0.5"),
        ("end", "3s"),
        ("autoplay", "0"),
        ("speed", "2"),
        ("loop", "1"),
        ("pauseat", "faults"),
        ("faults", "cut:n1>n2@1s"),
        ("ui", "compact"),
        ("show", "params"),
        ("hide", "seed"),
        ("lock", "loss"),
        ("view", "split"),
        ("motion", "reduced"),
        ("lang", "en"),
        ("projector", "1"),
        ("teacher", "1"),
        ("predict", "leader-crash"),
        ("ctl", "0"),
        ("fit", "fill"),
        ("p-loss", "5"),
    ];
    let own = [
        ("theme", "dark"),
        ("width", "500"),
        ("height", "320"),
        ("title", "A title"),
        ("events", "mark"),
        ("sandbox", "allow-scripts"),
        ("base", &host.site.url("")),
    ];
    let all: Vec<(&str, &str)> = settings.iter().chain(&own).copied().collect();
    let tried: BTreeSet<String> =
        all.iter().map(|(name, _)| (*name).to_owned()).chain(["lab".into(), "state".into()]).collect();
    let untried: Vec<_> = named("export interface FaultyardAttributes {", "\n}", ':')
        .into_iter()
        .filter(|name| !tried.contains(name))
        .collect();
    assert_eq!(untried, [""; 0], "attributes that this test does not try");
    let set = "const old = document.querySelector('faultyard-demo'), demo = old.cloneNode(true);
        for (const [name, value] of arguments[0]) demo.setAttribute(name, value);
        window.told = []; for (const name of ['warning', 'ready']) demo.addEventListener('faultyard-' + name, ({ detail }) => told.push([name, detail]));
        old.replaceWith(demo)";
    host.page.run_with(set, vec![json!(all)]);
    host.page.demo("demo.ping()");
    let address = host.page.demo("Object.fromEntries(new URL(frame.src).searchParams)");
    for (name, value) in settings {
        assert_eq!(address[name.replace("p-", "p.")], value, "{name} in {address}");
    }
    assert_eq!(address["theme"], "dark");
    let run = host.page.demo("demo.getScenario()");
    assert_eq!(
        (&run["seed"], &run["params"]["loss"], &run["inputs"][1]),
        (&json!(7), &json!("5"), &json!(["1s", "cut n1>n2"])),
        "{run}"
    );
    assert_eq!(host.page.demo_time(), 0.5);
    let look =
        host.page.demo("[frame.title, frame.offsetWidth, frame.offsetHeight, frame.getAttribute('sandbox')]");
    assert_eq!(look, json!(["A title", 500, 320, "allow-scripts"]));
    // All at once they make the question's run another: that is told, and nothing else.
    let told =
        host.page.run("return told.filter(([name]) => name == 'warning').map(([, { message }]) => message)");
    let another = "predict: \"leader-crash\" asks about its own run, and the address makes it another";
    assert_eq!(told, json!([another]));
    host.page.demo("demo.removeAttribute('predict')");
    host.page.run("told = []");
    host.page.demo("demo.ping()");
    assert_eq!(host.page.run("return told.filter(([name]) => name == 'warning')"), json!([]));
    host.assert_quiet();
}

#[test]
fn a_whole_run_a_base_and_a_fitting_height_are_attributes_too() {
    let host = Host::with_demo(RAFT);
    host.page.demo("demo.inject('crash', 'leader').then(() => demo.seek(1.2))");
    let (state, digest) = (host.page.demo("demo.getState()"), host.page.demo("demo.digest()"));
    for prefix in ["", "s=", "#s="] {
        host.page.run_with(
            "document.querySelector('faultyard-demo').setAttribute('state', arguments[0] + arguments[1])",
            vec![json!(prefix), state.clone()],
        );
        assert_eq!(host.page.demo("demo.digest()"), digest, "state={prefix}...");
    }
    assert_eq!(host.page.demo("frame.offsetHeight"), 400);
    host.page.demo("demo.setAttribute('fit', 'content')");
    host.page.wait_until(
        "document.querySelector('faultyard-demo').shadowRoot.querySelector('iframe').style.height",
    );
    let (own, wanted) = (
        host.page.demo("frame.offsetHeight"),
        host.page.in_demo(|page| {
            page.run("return Math.ceil(document.querySelector('.embed').getBoundingClientRect().height)")
        }),
    );
    assert_eq!(own, wanted, "the height is not that of the content");
    host.assert_quiet();
}

#[test]
fn no_attribute_has_a_property_of_another_meaning_which_frameworks_would_set_in_its_place() {
    let host = Host::with_demo(RAFT);
    let names: Vec<String> =
        named("export interface FaultyardAttributes {", "\n}", ':').into_iter().collect();
    let taken = host.page.run_with(
        "const demo = document.querySelector('faultyard-demo'), plain = document.createElement('div');
        return arguments[0].filter(name => name in demo && !(name in plain))",
        vec![json!(names)],
    );
    assert_eq!(taken, json!([]));
}

#[test]
fn each_method_of_the_types_is_answered() {
    let host = Host::with_demo(RAFT);
    let calls = [
        "call('ping')",
        "play()",
        "pause()",
        "toggle()",
        "toggle()",
        "step(2, 'event')",
        "step(-1, 'mark')",
        "seek('mark:in.1').catch(() => 0)",
        "seek('ev:20')",
        "seek('0:01')",
        "seek(1.5)",
        "setSpeed(0.5)",
        "reset('params', 42)",
        "load('leader-crash')",
        "load({ seed: 42, params: { loss: 5 } })",
        "getParams()",
        "setParam('loss', 7)",
        "seek(0.9)",
        "inject('crash', 'n1', 0.5)",
        "inject({ fault: 'slow', target: 'n2', by: 0.02 })",
        "inspect('n1')",
        "trace(0, 1)",
        "trace({ limit: 3 })",
        "properties()",
        "digest()",
        "getScenario()",
        "getState().then(state => demo.setState(state))",
        "getMetrics({ points: 5 })",
        "search({ property: 'Election Safety', budget: 2 })",
        "snapshot({ format: 'svg' })",
        "describe('full')",
        "subscribe(['mark'], 500)",
        "unsubscribe(['mark'])",
        "setTheme('dark')",
        "setMotion('reduced')",
        "setLang('en')",
        "ping()",
        "setState(await demo.getState())",
    ];
    for call in calls {
        let script = format!(
            "(async () => {{ try {{ await demo.{call}; return '' }} catch (error) {{ return String(error) }} }})()"
        );
        assert_eq!(host.page.demo(&script), "", "{call}");
    }
    let tried: BTreeSet<String> =
        calls.iter().filter_map(|call| call.split('(').next()).map(str::to_owned).collect();
    let untried: Vec<_> = named("export interface FaultyardDemo", "addEventListener<", '(')
        .into_iter()
        .filter(|name| !tried.contains(name))
        .collect();
    assert_eq!(untried, [""; 0], "methods that this test does not try");
    for (plain, whole) in [
        ("snapshot('png', 2)", "snapshot({ format: 'png', scale: 2 })"),
        ("trace(0, 2, ['started'], 3)", "trace({ from: 0, to: 2, kinds: ['started'], limit: 3 })"),
        ("getMetrics(['term'], 0, 1, 10)", "getMetrics({ series: ['term'], from: 0, to: 1, points: 10 })"),
        ("load('leader-crash', { n: 7 }, 3).then(() => demo.getParams())", "getParams()"),
    ] {
        let same = format!(
            "demo.{plain}.then(async plain => JSON.stringify(plain) == JSON.stringify(await demo.{whole}))"
        );
        assert_eq!(host.page.demo(&same), true, "{plain}");
    }
    // How far a search comes is a matter of seconds; that it looks for the same is not.
    let same = "Promise.all([demo.search('Election Safety', ['crash'], 1), demo.search({ property: 'Election Safety',
        rules: ['crash'], budget: 1 })]).then(both => both.map(({ found, tried, rules }) => found === false && tried > 0 && String(rules) == 'crash'))";
    assert_eq!(host.page.demo(same), json!([true, true]));
    assert_eq!(host.page.demo("demo.getParams().then(({ n }) => n)"), 7);
    let refused = host.page.demo(
        "demo.inject('crash', 'n99').catch(error => [error instanceof Error, error.code, !!error.message])",
    );
    assert_eq!(refused, json!([true, "refused", true]));
    host.assert_quiet();
}

#[test]
fn events_come_as_dom_events_to_those_who_listen_or_ask_and_bubble() {
    let host = Host::open(
        "<script src='SITE/embed.js'></script>
         <script>window.bubbled = []; window.ready = [];
            addEventListener('faultyard-mark', ({ target }) => bubbled.push(target.id));
            addEventListener('faultyard-ready', ({ target }) => ready.push(target.id))</script>
         <faultyard-demo id=heard lab=raft preset=leader-crash end=3s speed=1></faultyard-demo>
         <faultyard-demo id=asked lab=raft preset=leader-crash events='mark'></faultyard-demo>
         <faultyard-demo id=deaf lab=raft preset=leader-crash></faultyard-demo>",
    );
    let names =
        ["play", "pause", "ended", "timeupdate", "event", "mark", "fault", "param", "fork", "property"];
    host.page.listen("#heard", &names);
    let each = "(async () => { for (const demo of document.querySelectorAll('faultyard-demo')) {
            await demo.ping(); await demo.play(); await new Promise(done => setTimeout(done, 600)); await demo.pause();
            await demo.seek(2.5); await demo.setParam('loss', 7); await demo.seek(0.9); await demo.inject('crash', 'leader');
            await demo.seek(2.7); await demo.play();
        } })()";
    host.page.run(&format!("return {each}"));
    host.page.wait_until("told.some(({ name }) => name == 'ended')");
    for name in names {
        assert!(host.page.holds(&format!("told.some(each => each.name == '{name}')")), "{name} was not told");
    }
    host.page.wait_until("bubbled.includes('asked')");
    assert_eq!(host.page.run("return [...new Set(bubbled)].sort()"), json!(["asked", "heard"]));
    assert_eq!(host.page.run("return ready.sort()"), json!(["asked", "deaf", "heard"]), "each is ready once");
    host.assert_quiet();
}

#[test]
fn a_name_that_is_no_event_is_told_to_the_author_and_the_other_events_come() {
    let host = Host::open(
        "<script src='SITE/embed.js'></script>
         <script>window.told = []; addEventListener('faultyard-error', () => told.push('error'));
            addEventListener('faultyard-fault', () => told.push('fault'));
            addEventListener('faultyard-warning', ({ detail }) => told.push(detail.message))</script>
         <faultyard-demo id=demo lab=raft theme=dark events='clik fault warning'></faultyard-demo>",
    );
    host.page.demo("demo.inject('crash', 'n1')");
    host.page.wait_until("told.includes('fault')");
    assert_eq!(host.page.run("return told.sort()"), json!(["fault", "there is no event \"clik\""]));
    host.page.in_demo(|frame| assert_eq!(frame.run("return document.documentElement.dataset.theme"), "dark"));
}
