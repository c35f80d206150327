//! A browser with one page, driven in plain blocking calls: a test reads from top to bottom.

use crate::driver::Driver;
use crate::engine::Engine;
use crate::extension::Extension;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// How long a page may take to show what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Chromiums whose tests have passed, for the tests to come. What a test sets belongs to its tab, and what its page
/// stores to the port of its site: a new tab knows nothing of either. They end with the program.
static IDLE: Mutex<Vec<Session>> = Mutex::new(Vec::new());

/// A browser without a window, in light colours, 1280 x 800, with one tab, which is new.
pub struct Browser {
    engine: Engine,
    client: Client,
    runtime: Arc<Runtime>,
    /// What the documents so far asked another origin for.
    strangers: RefCell<Vec<Value>>,
    driver: Arc<Driver>,
}

/// A browser that runs; it ends when the last of these is dropped.
struct Session {
    client: Client,
    runtime: Arc<Runtime>,
    driver: Arc<Driver>,
}

impl Browser {
    /// Chromium: one that another test has left, else a new one.
    pub fn start() -> Self {
        let idle = IDLE.lock().expect("no poison").pop();
        let used = idle.is_some();
        let browser = Self::of(Engine::Chromium, idle.unwrap_or_else(|| Session::start(Engine::Chromium)));
        if used {
            browser.renew_tab();
        }
        browser.size(1280, 800);
        browser
    }

    /// Firefox with a driver of its own. It has no DevTools: what says "in Chromium" fails.
    pub fn firefox() -> Self {
        let browser = Self::of(Engine::Firefox, Session::start(Engine::Firefox));
        browser.size(1280, 800);
        browser
    }

    fn of(engine: Engine, Session { client, runtime, driver }: Session) -> Self {
        Self { engine, client, runtime, strangers: RefCell::default(), driver }
    }

    /// Opens a tab in front, closes all others, and forgets what they told the console.
    fn renew_tab(&self) {
        let new = self.wait("a new tab", self.client.new_window(true)).handle;
        for old in self.wait("the tabs", self.client.windows()).into_iter().filter(|tab| *tab != new) {
            self.wait("an old tab", self.client.switch_to_window(old));
            self.wait("an old tab", self.client.close_window());
        }
        self.wait("the new tab", self.client.switch_to_window(new));
        self.devtools("Page.bringToFront", &json!({}));
        self.devtools("Network.clearBrowserCookies", &json!({}));
        self.console_errors();
    }

    /// Opens an address and waits until it is loaded.
    #[track_caller]
    pub fn open(&self, url: &str) {
        self.note_strangers();
        self.wait(url, self.client.goto(url));
    }

    /// Loads the page anew.
    #[track_caller]
    pub fn reload(&self) {
        self.note_strangers();
        self.wait("reload", self.client.refresh());
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        self.wait("title", self.client.title())
    }

    /// The page's address.
    #[track_caller]
    pub fn url(&self) -> String {
        self.wait("address", self.client.current_url()).into()
    }

    /// Waits until an element of this CSS selector is there.
    #[track_caller]
    pub fn wait_for(&self, css: &str) -> Element {
        let waiting = self.client.wait().at_most(PATIENCE).every(Duration::from_millis(25));
        self.wait(css, waiting.for_element(Locator::Css(css)))
    }

    /// Waits until a script's expression is true, such as `document.querySelectorAll('.node').length == 5`.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        assert!(self.comes_true(expression), "in {} s not true: {expression}", PATIENCE.as_secs());
    }

    /// Whether a script's expression comes true as long as anybody waits.
    #[track_caller]
    pub fn comes_true(&self, expression: &str) -> bool {
        // What is not there yet has no members yet.
        let script = format!(
            "try {{ return !!({expression}) }} catch (error) {{ if (error instanceof TypeError) return false; throw error }}"
        );
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.run(&script) == Value::Bool(true) {
                return true;
            }
            self.pause(Duration::from_millis(25));
        }
        false
    }

    /// Lets the page go on for a while. Mostly `wait_for` and `wait_until` are meant.
    pub fn pause(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    /// The text that an element shows.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        self.on(css, |element| async move { element.text().await })
    }

    /// An element's attribute.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.on(css, |element| async move { element.attr(name).await })
    }

    /// How many elements of this selector there are now.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.wait(css, self.client.find_all(Locator::Css(css))).len()
    }

    /// Clicks an element, which is brought to the middle of the window first.
    #[track_caller]
    pub fn click(&self, css: &str) {
        const TO_THE_MIDDLE: &str = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.on(css, |element| async move {
            let handle = serde_json::to_value(&element)?;
            self.client.execute(TO_THE_MIDDLE, vec![handle]).await?;
            element.click().await
        });
    }

    /// Presses keys in an element; `fantoccini::key::Key` has the names of those without a letter.
    #[track_caller]
    pub fn press(&self, css: &str, keys: &str) {
        self.on(css, |element| async move { element.send_keys(keys).await });
    }

    /// Goes into a frame; `leave_frame` goes back to the host.
    #[track_caller]
    pub fn enter_frame(&self, css: &str) {
        let element = self.wait_for(css);
        self.wait(css, element.enter_frame());
    }

    /// Goes into the frame that a script's `return` gives, such as one in a shadow root.
    #[track_caller]
    pub fn enter_frame_of(&self, script: &str) {
        let found = self.run(script);
        let id = found.as_object().and_then(|handle| handle.values().next()).and_then(Value::as_str);
        let id = id.unwrap_or_else(|| panic!("no frame: {script} gives {found}"));
        let element = Element::from_element_id(self.client.clone(), id.to_owned().into());
        self.wait(script, element.enter_frame());
    }

    /// Goes back to the page that has the frame.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.wait("leave the frame", self.client.enter_parent_frame());
    }

    /// What a script's `return` gives; of a promise, what it comes to.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.run_with(script, Vec::new())
    }

    /// The same with `arguments` for the script.
    #[track_caller]
    pub fn run_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.wait(script, self.client.execute(script, arguments))
    }

    /// The size of the page's window in CSS pixels.
    #[track_caller]
    pub fn size(&self, width: u32, height: u32) {
        if self.engine == Engine::Firefox {
            return self.resize(width, height);
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Makes the window so large that the page has this size: the window's own frame is measured first.
    #[track_caller]
    fn resize(&self, width: u32, height: u32) {
        self.wait("size", self.client.set_window_size(width, height));
        let frame = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight]");
        let more = |place: usize| frame[place].as_u64().and_then(|px| u32::try_from(px).ok()).unwrap_or(0);
        self.wait("size", self.client.set_window_size(width + more(0), height + more(1)));
        let inner = format!("[innerWidth, innerHeight] == '{width},{height}'");
        self.wait_until(&inner);
    }

    /// In Chromium, a phone of this size: a finger instead of a mouse.
    #[track_caller]
    pub fn phone(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
        self.devtools("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    }

    /// In Chromium, what the person prefers: `scheme` is `light` or `dark`.
    #[track_caller]
    pub fn prefer(&self, scheme: &str, reduced_motion: bool) {
        let motion = if reduced_motion { "reduce" } else { "no-preference" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ]});
        self.devtools("Emulation.setEmulatedMedia", &features);
    }

    /// In Chromium, a command of the DevTools protocol, and its result.
    #[track_caller]
    pub fn devtools(&self, method: &str, params: &Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium's driver knows {method}");
        self.wait(method, self.client.issue_cmd(Extension::devtools(method, params)))
    }

    /// The errors in the console since the last time: scripts' errors and, in Chromium, files that did not load.
    #[track_caller]
    pub fn console_errors(&self) -> Vec<String> {
        if self.engine == Engine::Firefox {
            // Those of Firefox's own code; RSLoader is its loader of experiments, which wants a server.
            let own =
                ["JavaScript error: resource:", "JavaScript error: chrome:", "console.error: RSLoader:"];
            let is_error = |line: &String| {
                let error = line.starts_with("JavaScript error: ") || line.starts_with("console.error:");
                error && !own.iter().any(|start| line.starts_with(start))
            };
            return self.driver.printed().into_iter().filter(is_error).collect();
        }
        let log = self.wait("console", self.client.issue_cmd(Extension::console()));
        let entries = log.as_array().cloned().unwrap_or_default();
        // A document that is left while it registers its service worker.
        let left = |text: &str| text.contains("An unknown error occurred when fetching the script.");
        let errors = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        let texts = errors.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned());
        texts.filter(|text| !left(text)).collect()
    }

    /// Fails if there are errors in the console, or if a document asked another origin for anything.
    #[track_caller]
    pub fn assert_quiet(&self) {
        let errors = self.console_errors();
        assert!(errors.is_empty(), "errors in the console: {errors:#?}");
        self.note_strangers();
        let strangers = self.strangers.borrow();
        assert!(strangers.is_empty(), "asked another origin for: {strangers:#?}");
    }

    /// Takes down what the document asked another origin for, before it goes.
    #[track_caller]
    fn note_strangers(&self) {
        let known = "const own = address => ['data:', 'blob:', location.origin + '/'].some(start => address.startsWith(start));
             return performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !own(name))";
        if let Value::Array(strangers) = self.run(known) {
            self.strangers.borrow_mut().extend(strangers);
        }
    }

    /// Writes what the window shows to tests/browser/shots/new/, which git ignores, and tells the file.
    #[track_caller]
    pub fn shot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shots/new");
        let file = folder.join(format!("{name}.png"));
        let picture = self.wait("picture", self.client.screenshot());
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, picture))
            .expect("the picture's file");
        file
    }

    /// For what has no method here: fantoccini's client and the runtime that it works on.
    pub fn raw(&self) -> (&Client, &Runtime) {
        (&self.client, &self.runtime)
    }

    /// Does something with an element once it is there; with its successor, if it is redrawn meanwhile.
    #[track_caller]
    fn on<T, Work: Future<Output = Result<T, CmdError>>>(
        &self,
        css: &str,
        work: impl Fn(Element) -> Work,
    ) -> T {
        let started = Instant::now();
        loop {
            match self.runtime.block_on(work(self.wait_for(css))) {
                Err(error) if is_stale(&error) && started.elapsed() < PATIENCE => {}
                result => return self.wait(css, async { result }),
            }
        }
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, work: impl Future<Output = Result<T, CmdError>>) -> T {
        match self.runtime.block_on(work) {
            Ok(value) => value,
            Err(error) => panic!("{what}: {error}"),
        }
    }
}

/// Whether it was about an element that is not there any more.
fn is_stale(error: &CmdError) -> bool {
    error.to_string().contains("stale element")
}

impl Session {
    fn start(engine: Engine) -> Self {
        let driver = Driver::start(engine);
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let capabilities = engine.capabilities(&driver.profile);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.as_object().cloned().unwrap_or_default());
        let client = runtime.block_on(builder.connect(&driver.url)).expect("the driver starts the browser");
        Self { client, runtime: Arc::new(runtime), driver: Arc::new(driver) }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // After a failure nothing is certain. Where there is no `sh`, nothing would end a browser that is kept.
        if cfg!(unix) && self.engine == Engine::Chromium && !std::thread::panicking() {
            let (runtime, driver) = (Arc::clone(&self.runtime), Arc::clone(&self.driver));
            let session = Session { client: self.client.clone(), runtime, driver };
            return IDLE.lock().expect("no poison").push(session);
        }
        let closing = self.client.clone().close();
        let _ = self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), closing).await });
    }
}
