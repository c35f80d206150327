//! A page of somebody else's, at another origin, with embeds in frames.

use crate::{Browser, Site};
use serde_json::{Value, json};

/// What a host page needs to talk to its frames: `ask` sends a command, `heard` has all that came.
const SCRIPT: &str = "
    const heard = [], open = {};
    let last = 0;
    addEventListener('message', event => {
        if (event.data?.ctx != 'faultyard') return;
        const frame = [...document.querySelectorAll('iframe')].findIndex(each => each.contentWindow == event.source);
        heard.push({ ...event.data, frame, origin: event.origin });
        if (event.data.kind == 'res') open[event.data.rid]?.(event.data.data);
    });
    const send = (name, data, frame = 0) => new Promise(done => {
        open[++last] = done;
        const command = { ctx: 'faultyard', v: 1, kind: 'cmd', name, rid: last, data };
        document.querySelectorAll('iframe')[frame].contentWindow.postMessage(command, '*');
    });";

/// The host page in a browser; the frames' site is another origin.
pub struct Host {
    /// The browser.
    pub page: Browser,
    /// Where the frames come from.
    pub site: Site,
    own: Site,
}

impl Host {
    /// A host page with this body, in which `FRAMES/` stands for the address of the embeds and `SITE/` for that of
    /// their site.
    pub fn open(body: &str) -> Host {
        let host = Host { page: Browser::start(), site: Site::under("/some/prefix/"), own: Site::under("/") };
        host.show(body);
        host
    }

    /// The same with a `<faultyard-demo>` in it, once that answers.
    #[track_caller]
    pub fn with_demo(body: &str) -> Host {
        let host = Host::open(body);
        host.page.demo("demo.ping()");
        host
    }

    /// Shows another host page.
    pub fn show(&self, body: &str) {
        let body = body.replace("FRAMES/", &self.site.url("embed/")).replace("SITE/", &self.site.url(""));
        let html = format!(
            "<!doctype html><meta charset=utf-8><title>Host</title><link rel=icon href=data:,><script>{SCRIPT}</script>{body}"
        );
        let address = self.own.add("host.html", &html);
        self.page.open(&address);
    }

    /// Waits until a frame has said that it is ready.
    #[track_caller]
    pub fn wait_for_ready(&self, frame: usize) {
        self.page.wait_until(&format!("heard.some(each => each.name == 'ready' && each.frame == {frame})"));
    }

    /// What a frame answers to a command.
    #[track_caller]
    pub fn answer(&self, frame: usize, name: &str, data: Value) -> Value {
        let script = "return send(arguments[0], arguments[1], arguments[2])";
        self.page.run_with(script, vec![json!(name), data, json!(frame)])
    }

    /// The value of a command that is carried out.
    #[track_caller]
    pub fn ask(&self, frame: usize, name: &str, data: Value) -> Value {
        let answer = self.answer(frame, name, data.clone());
        assert_eq!(answer["ok"], true, "{name} {data}: {answer}");
        answer["value"].clone()
    }

    /// The simulated time that a frame shows, in seconds.
    #[track_caller]
    pub fn time(&self, frame: usize) -> f64 {
        self.ask(frame, "step", json!({ "n": 0, "unit": "ms" }))["t"].as_f64().expect("a time")
    }

    /// The data of each event of this name that a frame has sent.
    #[track_caller]
    pub fn heard(&self, frame: usize, name: &str) -> Vec<Value> {
        let script = "return heard.filter(each => each.kind == 'evt' && each.frame == arguments[0] && each.name == arguments[1]).map(each => each.data)";
        let heard = self.page.run_with(script, vec![json!(frame), json!(name)]);
        heard.as_array().cloned().unwrap_or_default()
    }

    /// Fails if there are errors in the console or a file was missing.
    #[track_caller]
    pub fn assert_quiet(&self) {
        let errors = self.page.console_errors();
        assert!(errors.is_empty(), "errors in the console: {errors:#?}");
        self.site.assert_complete();
    }
}
