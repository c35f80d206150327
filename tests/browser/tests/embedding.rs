//! Embeds in a page of another origin: messages, manners, and work only where somebody looks.

use browser_tests::Host;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const RAFT: &str = "<p><a id=before href='#'>before</a></p>
    <iframe id=demo src='FRAMES/raft/?seed=7&id=demo-1' width=640 height=400></iframe>
    <p><a id=after href='#'>after</a></p>";

fn raft() -> Host {
    let host = Host::open(RAFT);
    host.wait_for_ready(0);
    host
}

/// One frame of Raft after another, each with its own settings, once all are ready.
fn frames(settings: &[&str]) -> Host {
    let frame = |query: &&str| format!("<iframe src='FRAMES/raft/?{query}' width=640 height=400></iframe>\n");
    let host = Host::open(&settings.iter().map(frame).collect::<String>());
    (0..settings.len()).for_each(|place| host.wait_for_ready(place));
    host
}

#[test]
fn an_embed_says_what_it_is_and_answers_each_command_of_the_table() {
    let host = raft();
    let ready = &host.heard(0, "ready")[0];
    assert_eq!((&ready["lab"], &ready["title"]), (&json!("raft"), &json!("Raft")));
    let methods: Vec<&str> = ready["methods"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let commands = [
        ("hello", json!({ "host": "test", "events": ["play"] })),
        ("play", Value::Null),
        ("pause", Value::Null),
        ("toggle", json!({})),
        ("toggle", json!({})),
        ("step", json!({ "n": 3, "unit": "event" })),
        ("seek", json!({ "t": 2 })),
        ("setSpeed", json!({ "speed": 0.5 })),
        ("reset", json!({ "keep": "params" })),
        ("load", json!({ "preset": "leader-crash", "seed": 9 })),
        ("getParams", Value::Null),
        ("setParam", json!({ "key": "loss", "value": 5 })),
        ("inject", json!({ "fault": "crash", "target": "n2", "for": 1 })),
        ("inspect", json!({ "target": "n1" })),
        ("trace", json!({ "limit": 5 })),
        ("properties", Value::Null),
        ("digest", Value::Null),
        ("getScenario", Value::Null),
        ("getState", Value::Null),
        ("getMetrics", json!({ "points": 10 })),
        ("describe", json!({ "level": "full" })),
        ("subscribe", json!({ "events": ["mark"], "everyMs": 500 })),
        ("unsubscribe", json!({ "events": ["mark"] })),
        ("setTheme", json!({ "theme": "dark" })),
        ("setMotion", json!({ "motion": "reduced" })),
        ("setLang", json!({ "lang": "en" })),
        ("ping", Value::Null),
        ("search", json!({ "property": "Election Safety", "budget": 2 })),
        ("snapshot", json!({ "format": "svg" })),
        ("snapshot", json!({ "format": "png", "scale": 2 })),
        ("snapshot", json!({ "view": "spacetime" })),
    ];
    for (name, data) in &commands {
        host.ask(0, name, data.clone());
    }
    let state = host.ask(0, "getState", Value::Null);
    host.ask(0, "setState", json!({ "state": state }));
    let picture = |format: &str| host.ask(0, "snapshot", json!({ "format": format }));
    assert!(picture("svg").as_str().is_some_and(|text| text.starts_with("<svg")));
    let diagram = host.ask(0, "snapshot", json!({ "view": "spacetime" }));
    assert!(diagram.as_str().is_some_and(|text| text.contains("<svg") && text.contains("n1")));
    assert!(picture("png").as_str().is_some_and(|text| text.starts_with("data:image/png;base64,")));
    let found = host.ask(0, "search", json!({ "property": "Election Safety", "budget": 3 }));
    assert_eq!((&found["found"], &found["tried"]), (&json!(false), &json!(3)));
    let asked: BTreeSet<&str> = commands.iter().map(|(name, _)| *name).chain(["setState"]).collect();
    let untried: Vec<&str> = methods.into_iter().filter(|name| !asked.contains(name)).collect();
    assert_eq!(untried, [""; 0], "methods that this test does not try");
    let ids = host.page.run("return heard.every(each => each.id == 'demo-1' && each.v == 1)");
    assert_eq!(ids, true, "an id was not echoed");
    host.assert_quiet();
}

#[test]
fn each_event_is_told_to_those_who_subscribed_and_to_nobody_else() {
    let host = frames(&["preset=leader-crash&end=3s&speed=1"; 2]);
    let all = host.heard(0, "ready")[0]["events"].clone();
    host.ask(0, "subscribe", json!({ "events": all }));
    for frame in [0, 1] {
        host.ask(frame, "play", Value::Null);
        host.page.pause(Duration::from_millis(600));
        host.ask(frame, "pause", Value::Null);
        host.ask(frame, "seek", json!({ "t": 2.5 }));
        host.ask(frame, "setParam", json!({ "key": "loss", "value": 7 }));
        host.ask(frame, "seek", json!({ "t": 0.9 }));
        host.ask(frame, "inject", json!({ "fault": "crash", "target": "leader" }));
        host.ask(frame, "seek", json!({ "t": 2.7 }));
        host.ask(frame, "play", Value::Null);
    }
    host.page.wait_until("heard.some(each => each.name == 'ended')");
    for name in
        ["play", "pause", "ended", "timeupdate", "event", "mark", "fault", "param", "fork", "property"]
    {
        assert!(!host.heard(0, name).is_empty(), "{name} was not told");
        assert!(host.heard(1, name).is_empty(), "{name} was told to one who did not ask");
    }
    host.page.enter_frame("iframe");
    host.page.run(
        "const link = document.querySelector('header a'); link.target = ''; link.href = '#'; link.click()",
    );
    host.page.leave_frame();
    host.page.wait_until("heard.some(each => each.name == 'open')");
    host.assert_quiet();
}

#[test]
fn a_prediction_and_the_end_of_its_step_are_told() {
    let host =
        Host::open("<iframe src='FRAMES/raft/?predict=leader-crash&speed=5' width=900 height=500></iframe>");
    host.wait_for_ready(0);
    host.ask(0, "subscribe", json!({ "events": ["prediction", "complete"] }));
    host.page.enter_frame("iframe");
    host.page.click(".extra input[type=radio]");
    host.page.click(".extra button.primary");
    host.page.leave_frame();
    host.page.wait_until("heard.some(each => each.name == 'complete')");
    let told = host.heard(0, "prediction");
    assert_eq!((told.len(), &told[0]["choice"]), (2, &json!(0)), "{told:?}");
    assert!(told[1]["right"].is_array(), "{told:?}");
    host.assert_quiet();
}

#[test]
fn what_is_wrong_in_an_address_is_told_to_the_host_and_not_to_the_reader() {
    let host =
        Host::open("<iframe src='FRAMES/raft/?speed=1e9&lock=zz&foo=1' width=640 height=400></iframe>");
    host.wait_for_ready(0);
    let ready = host.heard(0, "ready");
    let told = ready.last().expect("a message")["warnings"].clone();
    assert_eq!(told.as_array().map(Vec::len), Some(3), "{told}");
    host.ask(0, "subscribe", json!({ "events": ["warning", "play"] }));
    host.ask(0, "subscribe", json!({ "events": ["pause"] }));
    let heard: Vec<Value> =
        host.heard(0, "warning").into_iter().map(|data| data["message"].clone()).collect();
    assert_eq!(json!(heard), told, "each once, to who subscribed after they were there");
    host.page.enter_frame("iframe");
    host.page.wait_for("main.embed .stage svg > *");
    assert_eq!(host.page.count(".notice"), 0, "the reader is told");
    host.page.leave_frame();
}

#[test]
fn what_a_preset_plans_outlives_what_is_done_before_it_and_is_not_given_away() {
    let host =
        Host::open("<iframe src='FRAMES/raft/?preset=leader-crash&t=0.5' width=640 height=400></iframe>");
    host.wait_for_ready(0);
    let marks = host.heard(0, "ready").last().expect("a message")["marks"].to_string();
    assert!(!marks.contains("of term 2"), "who leads next: {marks}");
    host.ask(0, "inject", json!({ "fault": "slow", "target": "n4", "by": 0.01 }));
    let inputs = host.ask(0, "getScenario", Value::Null)["inputs"].to_string();
    for planned in ["slow n4 10ms", "crash leader", "restart leader"] {
        assert!(inputs.contains(planned), "{inputs}");
    }
    host.assert_quiet();
}

#[test]
fn the_focus_and_the_scroll_of_the_host_stay_where_they_are() {
    let host = Host::open(
        "<input id=own autofocus><p style='height: 300px'></p>
         <iframe src='FRAMES/raft/?autoplay=1' width=640 height=400></iframe><p style='height: 3000px'></p>",
    );
    host.page.run("document.querySelector('#own').focus({ preventScroll: true }); scrollTo(0, 120)");
    host.wait_for_ready(0);
    for _ in 0..10 {
        host.page.pause(Duration::from_millis(500));
        let place = host.page.run("return [document.activeElement.id, scrollY]");
        assert_eq!(place, json!(["own", 120]));
    }
    host.ask(0, "play", Value::Null);
    host.page.pause(Duration::from_millis(500));
    assert!(host.time(0) > 0.0, "it does not play");
    assert_eq!(host.page.run("return [document.activeElement.id, scrollY]"), json!(["own", 120]));
    host.assert_quiet();
}

#[test]
fn tab_goes_into_the_frame_and_out_of_it() {
    let host = raft();
    host.page.run("document.querySelector('#before').focus()");
    let mut seen = Vec::new();
    for _ in 0..40 {
        host.page.key("Tab");
        let at = host.page.run("return document.activeElement.id");
        if seen.last() != Some(&at) {
            seen.push(at);
        }
        if seen.last() == Some(&json!("after")) {
            break;
        }
    }
    assert_eq!(seen, [json!("demo"), json!("after")]);
}

#[test]
fn the_wheel_over_the_stage_scrolls_the_host() {
    let host =
        Host::open("<iframe src='FRAMES/raft/' width=640 height=400></iframe><p style='height: 3000px'></p>");
    host.wait_for_ready(0);
    let wheel = json!({ "type": "mouseWheel", "x": 300, "y": 200, "deltaX": 0, "deltaY": 150 });
    host.page.devtools("Input.dispatchMouseEvent", &wheel);
    host.page.wait_until("scrollY > 100");
}

#[test]
fn a_frame_that_may_only_run_scripts_is_commanded_too() {
    let host =
        Host::open("<iframe sandbox=allow-scripts src='FRAMES/hashing/' width=640 height=400></iframe>");
    host.wait_for_ready(0);
    host.ask(0, "seek", json!({ "t": 1 }));
    let origins = host.page.run("return [...new Set(heard.map(each => each.origin))]");
    assert_eq!(origins, json!(["null"]));
    host.assert_quiet();
}

#[test]
fn a_sandboxed_frame_of_a_site_that_is_closed_to_strangers_says_what_it_would_show_and_leads_there() {
    let host = Host::open("");
    host.site.close_to_other_origins();
    host.show("<iframe sandbox=allow-scripts src='FRAMES/hashing/' width=640 height=400></iframe>");
    host.page.enter_frame("iframe");
    host.page.wait_for("#early a[data-reload]");
    let words = host.page.text("#early");
    assert!(words.starts_with("Consistent hashing") && words.contains("did not load"), "{words}");
    let whole = host.page.attribute("#early .top a", "href");
    assert_eq!(whole.as_deref(), Some("lab/hashing/"));
    assert_eq!(host.page.scrolling(), json!([]));
}

#[test]
fn only_the_parent_of_the_right_origin_may_command() {
    let host = Host::open(
        "<iframe src='FRAMES/raft/?origin=https://example.org' width=640 height=400></iframe>
         <iframe src='FRAMES/raft/?api=0' width=640 height=400></iframe>
         <iframe src='FRAMES/raft/' width=640 height=400></iframe>
         <iframe id=stranger srcdoc='<p>stranger</p>'></iframe>",
    );
    host.wait_for_ready(2);
    host.page.pause(Duration::from_millis(1_500));
    host.page.run("for (const frame of [0, 1]) send('seek', { t: 2 }, frame)");
    let stranger = "const ours = document.querySelectorAll('iframe')[2].contentWindow;
        const script = document.querySelector('#stranger').contentDocument.createElement('script');
        script.textContent = `parent.frames[2].postMessage({ ctx: 'faultyard', v: 1, kind: 'cmd', name: 'seek', data: { t: 2 } }, '*')`;
        document.querySelector('#stranger').contentDocument.body.append(script)";
    host.page.run(stranger);
    host.page.pause(Duration::from_millis(700));
    assert_eq!(host.page.run("return heard.filter(each => each.kind == 'res').length"), 0);
    assert_eq!(host.time(2), 0.0, "a stranger commanded");
    host.assert_quiet();
}

#[test]
fn a_hundred_random_sequences_of_commands_leave_no_error_and_the_state_that_they_say() {
    let host = frames(&["seed=7", ""]);
    let script = "
        let seed = 20261126;
        const random = n => { seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 0x9e3779b9 | 0; return (seed >>> 8) % n };
        const commands = [
            () => ['play'], () => ['pause'], () => ['toggle'],
            () => ['step', { n: random(9) - 4, unit: ['event', 'ms'][random(2)] }],
            () => ['seek', { t: random(40) / 10 }], () => ['seek', { event: random(300) }],
            () => ['setSpeed', { speed: [0.1, 1, 5][random(3)] }],
            () => ['reset', { keep: ['params', 'nothing'][random(2)], seed: random(1000) }],
            () => ['load', { preset: 'leader-crash', seed: random(1000) }],
            () => ['setParam', { key: 'loss', value: random(30) }],
            () => ['setParam', { key: 'n', value: 3 + random(5) }],
            () => ['digest'], () => ['inspect'], () => ['properties'],
        ];
        const wrong = [];
        const sequence = async () => {
            const sent = Array.from({ length: 12 }, () => commands[random(commands.length)]());
            const answers = await Promise.all(sent.map(([name, data]) => send(name, data)));
            answers.forEach((answer, at) => answer.ok || wrong.push([sent[at], answer.error]));
            await send('pause');
            const state = (await send('getState')).value, digest = (await send('digest')).value;
            await send('setState', { state }, 1);
            const other = (await send('digest', {}, 1)).value;
            if (digest != other) wrong.push(['digest', sent, digest, other]);
        };
        return (async () => { for (let n = 0; n < arguments[0]; n++) await sequence(); return wrong })()";
    for part in 0..10 {
        let wrong = host
            .page
            .run_with(&script.replace("20261126", &format!("{}", 20_261_126 + part)), vec![json!(10)]);
        assert_eq!(wrong, json!([]), "part {part}");
    }
    host.assert_quiet();
}

#[test]
fn of_four_embeds_only_those_in_view_do_work() {
    let frame = |lab: &str| {
        format!(
            "<p><iframe src='FRAMES/{lab}/' width=640 height=400></iframe></p><p style='height: 900px'></p>"
        )
    };
    let host = Host::open(&["raft", "hashing", "balancing", "autoscaling"].map(frame).concat());
    for n in 0..4 {
        host.wait_for_ready(n);
        host.ask(n, "play", Value::Null);
    }
    host.page.pause(Duration::from_millis(800));
    let moving = |n: usize| {
        let event = |host: &Host| host.ask(n, "getState", Value::Null);
        let before = event(&host);
        host.page.pause(Duration::from_millis(400));
        event(&host) != before
    };
    assert_eq!([moving(0), moving(2), moving(3)], [true, false, false]);
    host.page.run("document.querySelectorAll('iframe')[2].scrollIntoView()");
    host.page.pause(Duration::from_millis(500));
    assert_eq!([moving(0), moving(2)], [false, true]);
    host.assert_quiet();
}

#[test]
fn the_theme_follows_the_host_live() {
    let host = raft();
    let ground = |host: &Host| {
        host.page.enter_frame("#demo");
        let ground = host.page.run("return getComputedStyle(document.body).backgroundColor");
        host.page.leave_frame();
        ground
    };
    host.ask(0, "setTheme", json!({ "theme": "light" }));
    let light = ground(&host);
    host.ask(0, "hello", json!({ "theme": "dark" }));
    assert_ne!(ground(&host), light);
    host.ask(0, "setTheme", json!({ "theme": "light" }));
    assert_eq!(ground(&host), light);
}

#[test]
fn the_height_follows_from_the_width_and_then_stays() {
    let host = Host::open("<iframe src='FRAMES/raft/?fit=content' style='width: 640px; height: 150px'></iframe>
        <script>addEventListener('message', event => {
            if (event.data?.name == 'size') document.querySelector('iframe').style.height = event.data.data.height + 'px';
        })</script>");
    host.wait_for_ready(0);
    host.page.wait_until("heard.some(each => each.name == 'size' && each.data.height > 300)");
    host.page.pause(Duration::from_millis(500));
    let before = host.heard(0, "size").len();
    assert!(before <= 4, "{before} sizes at the start");
    host.ask(0, "play", Value::Null);
    host.page.pause(Duration::from_millis(2_000));
    host.ask(0, "inject", json!({ "fault": "crash", "target": "n1" }));
    host.page.pause(Duration::from_millis(500));
    assert_eq!(host.heard(0, "size").len(), before, "the height is not stable");
    host.page.run("document.querySelector('iframe').style.width = '400px'");
    host.page.wait_until(&format!("heard.filter(each => each.name == 'size').length > {before}"));
    let sizes = host.heard(0, "size");
    assert!(sizes.last().unwrap()["height"].as_f64() < sizes[before - 1]["height"].as_f64(), "{sizes:?}");
    host.assert_quiet();
}

#[test]
fn an_address_shows_hides_and_locks_parts_of_an_embed() {
    let host = raft();
    let shown = |query: &str| {
        host.show(&format!("<iframe src='FRAMES/raft/?{query}' width=900 height=500></iframe>"));
        host.wait_for_ready(0);
        host.page.enter_frame("iframe");
        let there = host.page.run(
            "return ['.top h1', '.top a', '.sentence', '.spark', '.transport', '.transport .time', '.stage', '.diagram', '.extra']
                .filter(each => document.querySelector(each)).join(' ')",
        );
        let tabs = host.page.run("return [...document.querySelectorAll('.extra [role=tab]')].map(each => each.innerText).join(' ')");
        host.page.leave_frame();
        (there.as_str().unwrap_or_default().to_owned(), tabs.as_str().unwrap_or_default().to_owned())
    };
    let all = ".top h1 .top a .sentence .spark .transport .transport .time .stage";
    assert_eq!(shown("").0, all);
    assert_eq!(shown("ui=compact").0, ".top h1 .top a .sentence .transport .transport .time .stage");
    assert_eq!(shown("ui=min").0, ".transport .transport .time .stage");
    assert_eq!(shown("ui=none").0, ".stage");
    assert_eq!(shown("ui=min&predict=leader-crash").0, ".transport .transport .time .stage .extra");
    assert_eq!(shown("hide=title,plots,clock,brand").0, ".sentence .transport .stage");
    assert_eq!(shown("view=spacetime").0, all.replace(".stage", ".diagram"));
    assert_eq!(shown("view=split").0, format!("{all} .diagram"));
    assert_eq!(shown("show=params,faults,log,story").1, "Story Controls Break it Events");
    host.show("<iframe src='FRAMES/raft/?show=params&lock=loss' width=900 height=500></iframe>");
    host.wait_for_ready(0);
    host.page.enter_frame("iframe");
    let locked = host.page.run("return [...document.querySelectorAll('.extra input')].filter(each => each.disabled).map(each => each.id)");
    assert_eq!(locked, json!(["p-loss"]));
    host.page.leave_frame();
    host.assert_quiet();
}

#[test]
fn playing_ends_repeats_and_pauses_where_the_address_says() {
    let host = raft();
    let open = |query: &str| {
        host.show(&format!(
            "<iframe src='FRAMES/raft/?seed=7&speed=5&{query}' width=640 height=400></iframe>"
        ));
        host.wait_for_ready(0);
        host.ask(0, "subscribe", json!({ "events": ["pause", "ended", "timeupdate"] }));
        host.ask(0, "play", Value::Null);
    };
    let stopped = "heard.some(each => each.name == 'pause')";
    open("end=1s");
    host.page.wait_until(stopped);
    assert_eq!((host.time(0), host.heard(0, "ended").len()), (1.0, 1));
    open("faults=crash:n2@1.5s&pauseat=faults");
    host.page.wait_until(stopped);
    assert_eq!((host.time(0), host.heard(0, "ended").len()), (1.5, 0));
    open("pauseat=in.1&faults=heal@0.7s");
    host.page.wait_until(stopped);
    assert_eq!(host.time(0), 0.7);
    open("pauseat=marks");
    host.page.wait_until(stopped);
    let told = host.ask(0, "trace", json!({}));
    let told = told.as_array().expect("events");
    let marks: Vec<&Value> = told.iter().filter(|event| event["data"]["weight"] == "milestone").collect();
    assert_eq!((marks.len(), &marks[0]["t"]), (1, &told[told.len() - 1]["t"]), "it went on after a mark");
    open("end=0.5s&loop=1");
    host.page.pause(Duration::from_millis(1_500));
    assert!(host.heard(0, "pause").is_empty());
    let times: Vec<f64> = host.heard(0, "timeupdate").iter().filter_map(|at| at["t"].as_f64()).collect();
    assert!(times.windows(2).any(|pair| pair[1] < pair[0]), "it did not begin again: {times:?}");
    host.assert_quiet();
}
