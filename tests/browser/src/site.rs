//! A plain static file server: the site's files under a prefix and nothing else, no fallback, no rewriting.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// Where the site is tried: at the root of a server, and below a path.
pub const PREFIXES: [&str; 2] = ["/", "/some/prefix/"];

/// The built site on a free port of this machine; the server ends when this is dropped.
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    prefix: String,
    folder: PathBuf,
    /// Files of a test's own, by their whole path.
    files: Mutex<BTreeMap<String, String>>,
    /// The paths that were asked for, and those of them that are not there.
    asked: Mutex<Vec<String>>,
    missing: Mutex<Vec<String>>,
    /// The Content-Security-Policy of each answer, if there is to be one.
    policy: Mutex<Option<String>>,
    /// Pages of another origin may not read the files.
    closed: AtomicBool,
    /// Files are sent in brotli; what was compressed so far, by its path.
    brotli: AtomicBool,
    compressed: Mutex<BTreeMap<String, Vec<u8>>>,
    ended: AtomicBool,
}

impl Site {
    /// Serves dist/ under a prefix such as `/` or `/some/prefix/`.
    pub fn under(prefix: &str) -> Self {
        let folder = workspace().join("dist");
        assert!(folder.join("index.html").is_file(), "dist/ has no site: run `cargo xtask build` first");
        Self::of(&folder, prefix)
    }

    /// Serves the sample of a documentation tool, with the site beside it in `faultyard/`.
    pub fn sample(tool: &str) -> Self {
        let folder = workspace().join("target/examples");
        let built = ["faultyard", tool].iter().all(|name| folder.join(name).join("index.html").is_file());
        assert!(built, "target/examples has no sample for {tool}: run `cargo xtask test docs` first");
        Self::of(&folder, "/")
    }

    /// Serves any folder under a prefix.
    pub fn of(folder: &Path, prefix: &str) -> Self {
        let shared = Arc::new(Shared {
            prefix: prefix.to_owned(),
            folder: folder.to_owned(),
            files: Mutex::default(),
            asked: Mutex::default(),
            missing: Mutex::default(),
            policy: Mutex::default(),
            closed: AtomicBool::new(false),
            brotli: AtomicBool::new(false),
            compressed: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port's address");
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || serve(&listener, &shared)
        });
        Self { address, shared, thread: Some(thread) }
    }

    /// The address of a path inside the site, such as `lab/raft/`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.shared.prefix)
    }

    /// Adds a file of the test's own, of the kind that its name says, such as a host page with a frame, and tells its address.
    pub fn add(&self, name: &str, html: &str) -> String {
        let path = format!("{}{name}", self.shared.prefix);
        self.shared.files.lock().expect("no poison").insert(path, html.to_owned());
        self.url(name)
    }

    /// Sends this Content-Security-Policy with each file from now on.
    pub fn set_policy(&self, policy: &str) {
        *self.shared.policy.lock().expect("no poison") = Some(policy.to_owned());
    }

    /// Sends no `Access-Control-Allow-Origin` from now on.
    pub fn close_to_other_origins(&self) {
        self.shared.closed.store(true, Ordering::SeqCst);
    }

    /// Sends what can be compressed in brotli from now on, as a well kept server does. The first time takes seconds.
    pub fn compress(&self) {
        self.shared.brotli.store(true, Ordering::SeqCst);
    }

    /// The paths that were asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.shared.asked.lock().expect("no poison").clone()
    }

    /// Those of them that are not there.
    pub fn missing(&self) -> Vec<String> {
        self.shared.missing.lock().expect("no poison").clone()
    }

    /// The folders, relative to the site's root, that have a page with the program, in order: `""`, `bench/`,
    /// `lab/raft/`, ...
    pub fn pages(&self) -> Vec<String> {
        self.folders()
            .into_iter()
            .filter(|page| !page.ends_with("/lesson/") && !READ.contains(&&**page))
            .collect()
    }

    /// The lessons, which only can be read, such as `lab/raft/lesson/`.
    pub fn lessons(&self) -> Vec<String> {
        self.folders().into_iter().filter(|page| page.ends_with("/lesson/")).collect()
    }

    /// Those that have an HTML file.
    fn folders(&self) -> Vec<String> {
        let mut pages = Vec::new();
        find_pages(&self.shared.folder, "", &mut pages);
        pages.sort();
        pages
    }

    /// The pages of the labs, such as `lab/raft/`.
    pub fn labs(&self) -> Vec<String> {
        self.pages_in("lab/")
    }

    /// The same labs for a frame, such as `embed/raft/`.
    pub fn embeds(&self) -> Vec<String> {
        self.pages_in("embed/")
    }

    fn pages_in(&self, folder: &str) -> Vec<String> {
        let pages: Vec<String> = self.pages().into_iter().filter(|page| page.starts_with(folder)).collect();
        assert!(pages.len() > 1, "the site has only these pages in {folder}: {pages:?}");
        pages
    }

    /// Fails with the paths that were asked for and are not there.
    #[track_caller]
    pub fn assert_complete(&self) {
        let missing = self.missing();
        assert!(
            missing.is_empty(),
            "asked for, but not in the site under {}: {missing:?}",
            self.shared.prefix
        );
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The page of the summary, which only can be read.
pub const SUMMARY: &str = "summary/";
/// All pages of the site's own that only can be read.
pub const READ: [&str; 3] = [SUMMARY, "teachers/", "about/"];

/// The checkout's root.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// As small as brotli makes it.
pub fn brotli(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut packed, &best).expect("memory takes what is written");
    packed
}

fn find_pages(folder: &Path, name: &str, pages: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file == "index.html" {
            pages.push(name.to_owned());
        } else if entry.path().is_dir() {
            find_pages(&entry.path(), &format!("{name}{file}/"), pages);
        }
    }
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().flatten() {
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        let shared = Arc::clone(shared);
        std::thread::spawn(move || answer(stream, &shared));
    }
}

/// Answers one request and closes; a browser that goes away early is nothing to tell.
fn answer(mut stream: TcpStream, shared: &Shared) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?.take(16 * 1024)).lines();
    let request = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let target = request.split(' ').nth(1)?;
    let path = target.split(['?', '#']).next()?;
    shared.asked.lock().ok()?.push(path.to_owned());
    let policy = shared.policy.lock().ok()?.clone();
    let policy = policy.map_or_else(String::new, |policy| format!("Content-Security-Policy: {policy}\r\n"));
    let closed = shared.closed.load(Ordering::SeqCst);
    let open = if closed { "" } else { "Access-Control-Allow-Origin: *\r\n" };
    let (status, kind, body) = match shared.find(path) {
        Some((kind, body)) => ("200 OK", kind, body),
        None => {
            shared.missing.lock().ok()?.push(path.to_owned());
            ("404 Not Found", "text/plain", b"not here".to_vec())
        }
    };
    let packs = shared.brotli.load(Ordering::SeqCst) && kind != "image/png";
    let (packed, body) = match packs {
        true => ("Content-Encoding: br\r\n", shared.compressed(path, &body)?),
        false => ("", body),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{packed}Content-Length: {length}\r\n\
         {policy}{open}Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    stream.write_all(&body).ok()
}

impl Shared {
    fn compressed(&self, path: &str, body: &[u8]) -> Option<Vec<u8>> {
        // One at a time: others wait for what they need too.
        let mut known = self.compressed.lock().ok()?;
        if let Some(packed) = known.get(path) {
            return Some(packed.clone());
        }
        let packed = brotli(body);
        known.insert(path.to_owned(), packed.clone());
        Some(packed)
    }

    fn find(&self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        if let Some(html) = self.files.lock().ok()?.get(path) {
            return Some((kind(extension(Path::new(path))), html.clone().into_bytes()));
        }
        let inside = path.strip_prefix(&self.prefix)?;
        if inside.split('/').any(|part| part == "..") {
            return None;
        }
        let mut file = self.folder.join(inside);
        if inside.is_empty() || inside.ends_with('/') {
            file.push("index.html");
        }
        Some((kind(extension(&file)), std::fs::read(&file).ok()?))
    }
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn kind(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "xml" => "application/xml",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "rs" | "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
