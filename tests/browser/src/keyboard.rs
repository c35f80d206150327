//! The keyboard: keys go to whatever has the focus, as from a person's hand.

use crate::Browser;
use serde_json::{Value, json};

/// Keys by the name that `KeyboardEvent.key` gives them: the key's code, its number, and the text that it types.
const KEYS: [(&str, &str, u32, &str); 17] = [
    ("Tab", "Tab", 9, ""),
    ("Enter", "Enter", 13, "\r"),
    ("Escape", "Escape", 27, ""),
    (" ", "Space", 32, " "),
    ("PageUp", "PageUp", 33, ""),
    ("PageDown", "PageDown", 34, ""),
    ("End", "End", 35, ""),
    ("Home", "Home", 36, ""),
    ("ArrowLeft", "ArrowLeft", 37, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
    ("?", "Slash", 191, "?"),
    ("/", "Slash", 191, "/"),
    (">", "Period", 190, ">"),
    ("<", "Comma", 188, "<"),
    ("R", "KeyR", 82, "R"),
];
const SHIFT: u32 = 8;

impl Browser {
    /// Presses a key, named as in `KeyboardEvent.key`: a letter, a digit, `Tab`, `ArrowLeft`.
    #[track_caller]
    pub fn key(&self, key: &str) {
        self.stroke(key, 0);
    }

    /// Presses a key with Shift.
    #[track_caller]
    pub fn shift_key(&self, key: &str) {
        self.stroke(key, SHIFT);
    }

    /// Presses Tab until the focus is on an element of this CSS selector, and fails after a whole round.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        let mut passed = Vec::new();
        for _ in 0..150 {
            self.key("Tab");
            if self.run_with("return document.activeElement.matches(arguments[0])", vec![json!(css)]) == true
            {
                return;
            }
            passed.push(self.focused());
        }
        panic!("Tab does not reach {css}: {passed:#?}");
    }

    /// The element that has the focus: its tag, and its name or text.
    #[track_caller]
    pub fn focused(&self) -> String {
        let name = "const on = document.activeElement;
            const name = on.getAttribute('aria-label') ?? on.labels?.[0]?.textContent ?? on.textContent ?? '';
            return (on.tagName + ' ' + name).slice(0, 80)";
        self.run(name).as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    fn stroke(&self, key: &str, modifiers: u32) {
        let (code, number, text) = known(key);
        let event = |kind: &str, text: &str| {
            json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text,
                "modifiers": modifiers })
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        self.devtools("Input.dispatchKeyEvent", &event(down, &text));
        self.devtools("Input.dispatchKeyEvent", &event("keyUp", ""));
        // What the key did is on the page after the next frame.
        let drawn: Value =
            self.run("return new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
        assert_eq!(drawn, Value::Null);
    }
}

fn known(key: &str) -> (String, u32, String) {
    if let Some((_, code, number, text)) = KEYS.iter().find(|(name, ..)| *name == key) {
        return ((*code).to_owned(), *number, (*text).to_owned());
    }
    let sign = key.chars().next().filter(|sign| sign.is_ascii_alphanumeric() && key.len() == 1);
    let sign = sign.unwrap_or_else(|| panic!("the key {key} is not in the table"));
    let upper = sign.to_ascii_uppercase();
    let kind = if sign.is_ascii_digit() { "Digit" } else { "Key" };
    (format!("{kind}{upper}"), u32::from(upper), key.to_owned())
}
