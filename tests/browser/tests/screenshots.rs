//! Pictures for the README, in tests/browser/shots/new.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn the_pages_have_their_pictures_taken() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url(""));
    page.wait_for(".hero .stage svg > *");
    page.pause(Duration::from_millis(400));
    page.shot("home");
    for theme in ["light", "dark"] {
        page.open_lab(&site.url(&format!("lab/raft/?t=0.9&theme={theme}")));
        page.ask("play", Value::Null);
        page.wait_until("parseFloat(document.querySelector('.transport .time').innerText) > 0.93");
        page.shot(&format!("raft-{theme}"));
    }
    page.open_lab(&site.url("lab/raft/?theme=light"));
    page.ask("seek", json!({ "t": 1.0 }));
    page.ask("inject", json!({ "fault": "crash", "target": "leader" }));
    page.ask("seek", json!({ "t": 1.26 }));
    page.shot("raft-crash");
    page.open_lab(&site.url("lab/hashing/?theme=light&t=9"));
    page.shot("hashing");
    page.open_lab(&site.url("lab/balancing/?theme=light&preset=one-slow-round-robin"));
    page.ask("seek", json!({ "t": 44.1 }));
    page.shot("balancing");
    page.open_lab(&site.url("lab/autoscaling/?theme=light&preset=flash-crowd"));
    page.ask("seek", json!({ "t": 2_010 }));
    page.shot("autoscaling");
    page.size(640, 400);
    page.open_lab(&site.url("embed/raft/?theme=light&t=0.92"));
    page.shot("embed");
    page.phone(360, 740);
    page.open_lab(&site.url("lab/raft/?theme=light&t=0.92"));
    page.shot("phone");
    page.assert_quiet();
    site.assert_complete();
}
