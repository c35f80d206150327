//! A lab's page: its commands, its clock, and what it says.

use crate::Browser;
use serde_json::{Value, json};

const SCROLLING: &str = "return [...document.querySelectorAll('*')].filter(each => {
        const style = getComputedStyle(each);
        const scrolls = way => /auto|scroll/.test(way) || each == document.documentElement;
        return scrolls(style.overflowY) && each.scrollHeight > each.clientHeight
            || scrolls(style.overflowX) && each.scrollWidth > each.clientWidth;
    }).map(each => each.tagName + '.' + each.className + ' ' + each.scrollWidth + 'x' + each.scrollHeight)";

impl Browser {
    /// Opens an address and waits until its lab takes commands.
    #[track_caller]
    pub fn open_lab(&self, url: &str) {
        self.open(url);
        self.wait_for_lab();
    }

    /// Waits until the program has taken the place of the early words.
    #[track_caller]
    pub fn wait_for_page(&self) {
        self.wait_for("main:not(#early *)");
        self.wait_until("!document.querySelector('[aria-busy=true]')");
    }

    /// Waits until the lab takes commands and its stage is drawn.
    #[track_caller]
    pub fn wait_for_lab(&self) {
        self.wait_until("window.faultyard && document.querySelector('main:not(#early *) .stage svg > *')");
        // What comes after the first picture is there too.
        self.wait_until("!document.querySelector('[aria-busy=true]')");
    }

    /// What `window.faultyard.call(name, data)` comes to: its value, or why it was rejected.
    #[track_caller]
    pub fn call(&self, name: &str, data: Value) -> Result<Value, Value> {
        let script = "return window.faultyard.call(arguments[0], arguments[1])
            .then(value => ({ value }), ({ code, message }) => ({ error: { code, message } }))";
        let mut answer = self.run_with(script, vec![json!(name), data]);
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["value"].take()),
        }
    }

    /// The value of a command that must be carried out.
    #[track_caller]
    pub fn ask(&self, name: &str, data: Value) -> Value {
        self.call(name, data).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The fingerprint of the state.
    #[track_caller]
    pub fn digest(&self) -> String {
        let digest = self.ask("digest", Value::Null);
        digest.as_str().unwrap_or_else(|| panic!("no text: {digest}")).to_owned()
    }

    /// The simulated time that the transport shows.
    #[track_caller]
    pub fn time(&self) -> String {
        self.text(".transport .time").replace('\u{a0}', " ")
    }

    /// The picture in words.
    #[track_caller]
    pub fn picture(&self) -> String {
        self.ask("describe", json!({ "level": "full" })).as_str().unwrap_or_default().to_owned()
    }

    /// Whether a script's expression is true now.
    #[track_caller]
    pub fn holds(&self, expression: &str) -> bool {
        self.run(&format!("return !!({expression})")) == Value::Bool(true)
    }

    /// Clicks the element of this CSS selector whose text or name begins with `words`, once it is there.
    #[track_caller]
    pub fn choose(&self, css: &str, words: &str) {
        let named = json!([css, words]);
        let found = format!(
            "(([css, words]) => [...document.querySelectorAll(css)].find(each =>
                [each.textContent.trim(), each.getAttribute('aria-label') ?? ''].some(text => text.startsWith(words))
            ))({named})"
        );
        self.wait_until(&found);
        self.run(&format!(
            "{found}.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true }}))"
        ));
    }

    /// Writes a value into a field, as a person does who then leaves it.
    #[track_caller]
    pub fn set_field(&self, css: &str, value: &str) {
        self.wait_for(css);
        self.run_with(
            "const field = document.querySelector(arguments[0]); field.value = arguments[1];
            field.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![css.into(), value.into()],
        );
    }

    /// Opens each of a row of tabs in turn, and does `work` on it.
    #[track_caller]
    pub fn each_tab(&self, row: &str, mut work: impl FnMut(&str)) {
        for place in 1..=self.count(&format!("{row} [role=tab]")) {
            let tab = format!("{row} [role=tab]:nth-child({place})");
            self.click(&tab);
            self.wait_for(&format!("{tab}[aria-selected=true]"));
            work(&self.text(&tab));
        }
    }

    /// The elements that have more inside than they show, the document among them, in both directions.
    #[track_caller]
    pub fn scrolling(&self) -> Value {
        self.run(SCROLLING)
    }

    /// Pauses the run if it plays, and waits until the address holds the moment that is shown.
    #[track_caller]
    pub fn settle(&self) {
        self.ask("pause", Value::Null);
        let state = self.ask("getState", Value::Null);
        let state = state.as_str().unwrap_or_default();
        self.wait_until(&format!("location.hash == '#s={state}'"));
    }
}
