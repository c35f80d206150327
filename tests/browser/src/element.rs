//! `<faultyard-demo>` in a page: what it answers, and what is in its frame.

use crate::Browser;
use serde_json::{Value, json};

const BEGIN: &str = "const demo = document.querySelector('faultyard-demo'),
    frame = demo.shadowRoot?.querySelector('iframe');";

impl Browser {
    /// What an expression with `demo`, the page's first element, and its `frame` gives; of a promise, what it comes to.
    #[track_caller]
    pub fn demo(&self, expression: &str) -> Value {
        self.run(&format!("{BEGIN} return {expression}"))
    }

    /// What is found in its frame.
    #[track_caller]
    pub fn in_demo<T>(&self, work: impl FnOnce(&Browser) -> T) -> T {
        self.enter_frame_of(&format!("{BEGIN} return frame"));
        let found = work(self);
        self.leave_frame();
        found
    }

    /// The simulated time that it shows, in seconds.
    #[track_caller]
    pub fn demo_time(&self) -> f64 {
        self.demo("demo.step(0, 'ms')")["t"].as_f64().expect("a time")
    }

    /// Keeps the events of these names of an element in `told`: `{ name, detail }`.
    #[track_caller]
    pub fn listen(&self, css: &str, names: &[&str]) {
        let script = "window.told = []; for (const name of arguments[1]) document.querySelector(arguments[0])
            .addEventListener('faultyard-' + name, ({ detail }) => told.push({ name, detail }))";
        self.run_with(script, vec![json!(css), json!(names)]);
    }
}
