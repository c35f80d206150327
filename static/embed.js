// <faultyard-demo lab="raft" preset="leader-crash">what is shown without it</faultyard-demo>
//
// Makes the lab's frame when it comes near the view, gives it the host's theme, carries commands and events, and lets
// links in the text act on it: <a href="#demo" data-faultyard="inject:crash:leader">. See docs/embedding.md.
(function () {
  "use strict";
  if (customElements.get("faultyard-demo")) return;

  // A module has no currentScript, but the trace of an error names its file.
  const { src } = document.currentScript || {};
  const file = src || (/\w+:\/\/[^\s()]*?embed\.js/.exec(new Error().stack) || [location.href])[0];

  // Attributes that go into the frame's address as they are; p-<key> goes there as p.<key>.
  const SETTINGS =
    "preset seed t end autoplay speed loop pauseat faults ui show hide lock view motion lang projector teacher predict ctl fit".split(" ");
  // Each command, and the names of its arguments when it is not given one object.
  const COMMANDS = Object.fromEntries(
    (
      "play|pause|toggle|step n unit|setSpeed speed|reset keep seed|load preset params seed faults|getParams|" +
      "setParam key value|inject fault target for|inspect target|trace from to kinds limit|properties|digest|getScenario|" +
      "getState|setState state|getMetrics series from to points|search property rules budget|" +
      "snapshot format scale view|describe level|subscribe events everyMs|unsubscribe events|" +
      "setTheme theme|setMotion motion|setLang lang|ping|seek t"
    ).split("|").map((line) => [line.split(" ")[0], line.split(" ").slice(1)]),
  );
  const demos = new Set(); // those in the document
  let calls = 0;

  const style = new CSSStyleSheet();
  style.replaceSync(
    ":host{display:block;width:640px;max-width:100%}:host([hidden]){display:none}" +
      "iframe{display:block;width:100%;height:400px;border:0}output{display:block}iframe~slot{display:none}" +
      "slot[data-late]{display:block}@media print{iframe,output{display:none}iframe~slot{display:block}}",
  );

  // Theme: mdBook's classes, data-theme (Docusaurus, Furo, PyData), Material for MkDocs, Bootstrap, html.dark.
  const system = matchMedia("(prefers-color-scheme: dark)");
  function hostTheme() {
    const [html, body] = [document.documentElement, document.body];
    const said = [body.dataset.theme, html.dataset.theme, body.dataset.mdColorScheme, html.dataset.bsTheme, html.className];
    const word = /(^| )(?:(dark|slate|coal|navy|ayu)|light|rust|default)( |$)/.exec(said.join(" "));
    return (word ? word[2] : system.matches) ? "dark" : "light";
  }
  const follow = () => demos.forEach((demo) => demo.follow());
  const themes = new MutationObserver(follow);
  system.addEventListener("change", follow);

  const near = new IntersectionObserver(
    (seen) => seen.forEach((entry) => entry.isIntersecting && entry.target.start()),
    { rootMargin: "400px" },
  );

  class FaultyardDemo extends HTMLElement {
    constructor() {
      super();
      this.root = this.attachShadow({ mode: "open" });
      this.root.adoptedStyleSheets = [style];
      this.heard = new Set();
      this.calls = new Map(); // the promises of calls on their way
      this.queue = []; // messages that wait for `ready`
      new MutationObserver((changes) => {
        if (this.isConnected && changes.some((change) => change.attributeName !== "style")) this.update();
      }).observe(this, { attributes: true });
    }

    connectedCallback() {
      demos.add(this);
      for (const part of [document.documentElement, document.body]) {
        themes.observe(part, { attributeFilter: ["class", "data-theme", "data-md-color-scheme", "data-bs-theme"] });
      }
      this.build();
    }

    disconnectedCallback() {
      demos.delete(this);
      near.unobserve(this);
      this.drop();
    }

    // What the attributes ask for: the address below the site's root, without the theme, which can change live.
    path() {
      const query = new URLSearchParams();
      for (const { name, value } of this.attributes) {
        if (SETTINGS.includes(name) && !(name === "ctl" && this.clicked)) query.set(name, value);
        if (name.startsWith("p-")) query.set("p." + name.slice(2), value);
      }
      const state = this.getAttribute("state");
      return this.getAttribute("lab") + "/?" + query + (state ? "#" + state.replace(/^#?(s=)?/, "s=") : "");
    }

    // An empty frame that keeps the place; each run has its own, so that the reader's history gets no entries.
    build() {
      const started = this.started;
      this.drop();
      this.root.replaceChildren();
      this.built = this.path();
      this.home = new URL(this.getAttribute("base") || ".", this.hasAttribute("base") ? document.baseURI : file);
      const [slot, note, link] = ["slot", "output", "a"].map((name) => document.createElement(name));
      [this.slotted, this.note] = [slot, note];
      note.dir = "auto";
      if (this.hasAttribute("lab")) {
        link.href = link.textContent = new URL("lab/" + this.built, this.home).href;
        slot.append(link);
        this.frame = document.createElement("iframe");
        this.frame.allow = "fullscreen; clipboard-write";
        this.root.append(this.frame, note);
        this.update();
        near.observe(this);
      }
      this.root.append(slot);
      if (started || this.queue.length) this.start();
    }

    // Forgets the frame and what was asked of it; what waits goes to the next.
    drop() {
      const error = { code: "gone", message: "the frame is gone" };
      this.calls.forEach((_, rid) => this.queue.some((message) => message.rid === rid) || this.settle(rid, { error }));
      this.frame = this.started = this.ready = this.greeted = this.tall = null;
    }

    update() {
      if (this.built !== this.path()) return this.build();
      const size = (name) => (this.getAttribute(name) || "").replace(/^\d+$/, "$&px");
      if (size("width")) this.style.width = size("width");
      if (!this.frame) return;
      this.frame.title = this.title || "Interactive demo: " + this.getAttribute("lab");
      if (size("height") && !this.tall) this.frame.style.height = size("height");
      this.follow();
    }

    look() {
      const own = this.getAttribute("theme");
      return /^(light|dark)$/.test(own) ? own : hostTheme();
    }

    follow() {
      const theme = this.look();
      if (this.ready && this.shown !== theme) this.setTheme(theme).catch(() => {});
      this.shown = theme;
    }

    start() {
      if (!this.frame || this.started) return;
      this.started = true;
      near.unobserve(this);
      const url = new URL("embed/" + this.built, this.home);
      url.searchParams.set("theme", (this.shown = this.look()));
      const sandbox = this.getAttribute("sandbox");
      if (sandbox !== null) this.frame.setAttribute("sandbox", sandbox);
      // A sandboxed frame's origin has no name.
      this.to = sandbox === null && url.origin !== "null" ? url.origin : "*";
      this.frame.src = url.href;
      // Whoever hears nothing of the frame for long gets the children too; a poster says nothing before its click.
      const { frame } = this;
      const poster = this.getAttribute("ctl") || frame.offsetWidth < 300 || frame.offsetHeight < 200;
      setTimeout(() => {
        if (frame !== this.frame || this.ready || poster) return;
        this.slotted.dataset.late = "";
        console.warn("faultyard-demo: nothing is heard of " + url);
      }, 2e4);
    }

    call(name, data) {
      return new Promise((resolve, reject) => {
        // What was changed just before is noticed only after this call, which is for the new frame.
        if (this.isConnected && this.built !== this.path()) this.build();
        const message = { ctx: "faultyard", v: 1, kind: "cmd", name, rid: ++calls, data: data || {} };
        this.calls.set(message.rid, { resolve, reject });
        if (this.ready) return this.post(message);
        this.queue.push(message);
        this.start();
      });
    }

    post(message) {
      this.frame.contentWindow.postMessage(message, this.to);
    }

    settle(rid, data) {
      const call = this.calls.get(rid);
      this.calls.delete(rid);
      if (!call) return;
      if (data.ok) call.resolve(data.value);
      else call.reject(Object.assign(new Error(data.error.message), { code: data.error.code }));
    }

    take({ kind, name, rid, data }) {
      if (kind === "res") return this.settle(rid, data);
      if (name === "size") this.resize(data);
      if (name === "ready") {
        // `hello` is answered by another `ready`, which needs no greeting.
        if ((this.greeted = !this.greeted)) this.greet();
        else return;
      }
      this.fire(name, data);
    }

    greet() {
      this.ready = true;
      delete this.slotted.dataset.late;
      const resize = this.getAttribute("fit") === "content";
      const events = (this.getAttribute("events") || "").split(/[\s,]+/).filter(Boolean).concat(...this.heard);
      this.call("hello", { host: "embed.js", resize, theme: this.shown, events }).catch((error) => {
        this.greeted = false;
        this.fail(error);
      });
      this.queue.splice(0).forEach((message) => this.post(message));
    }

    // With fit=content the height follows the frame; one that grows and grows within a second is a loop, and ends.
    resize({ height }) {
      const [now, old] = [Date.now(), this.tall || 0];
      if (this.getAttribute("fit") !== "content" || !(height > 0 && height < 1e4) || Math.abs(height - old) < 2) return;
      this.grown = height > old && now - this.resized < 1000 ? this.grown + 1 : 0;
      this.resized = now;
      if (this.grown < 10) this.frame.style.height = (this.tall = Math.ceil(height)) + "px";
    }

    fire(name, detail) {
      this.dispatchEvent(new CustomEvent("faultyard-" + name, { bubbles: true, composed: true, detail }));
    }

    fail({ code, message }) {
      this.fire("error", { code, message });
    }

    // What a text link came to: a refusal is said below the frame, aloud too, and marked on the link.
    tell(link, error) {
      this.note.textContent = error ? "Not done: " + error.message : "";
      link.dataset.faultyardState = error ? "refused" : "done";
      if (error) this.fail(error);
    }

    // Who listens is subscribed: events that nobody wants are not sent.
    addEventListener(type, ...rest) {
      super.addEventListener(type, ...rest);
      const name = /^faultyard-(?!ready$|size$|error$)(\w+)/.exec(type);
      if (!name || this.heard.has(name[1])) return;
      this.heard.add(name[1]);
      if (this.ready) this.subscribe([name[1]]).catch(() => {});
    }
  }

  for (const name in COMMANDS) {
    FaultyardDemo.prototype[name] = function (...told) {
      if (told[0] && told[0].constructor === Object) return this.call(name, told[0]);
      const data = {};
      told.forEach((value, place) => (data[COMMANDS[name][place]] = value));
      return this.call(name, data);
    };
  }

  addEventListener("message", ({ source, data }) => {
    for (const demo of demos) {
      if (!demo.frame || demo.frame.contentWindow !== source) continue;
      if (data && data.ctx === "faultyard" && data.v === 1) demo.take(data);
    }
  });

  // Text links: a verb, and the arguments of its command.
  function act(demo, text) {
    const [verb, ...words] = text.trim().split(":");
    const name = { preset: "load", set: "setParam", speed: "setSpeed" }[verb] || verb;
    if (verb === "do") return demo.inject({ command: words[0], argument: words.slice(1).join(":") });
    if (verb === "seek") return demo.seek(words.join(":"));
    if (!COMMANDS[name]) return demo.call(verb); // which refuses it
    const typed = (word, place) => (/^(n|for|speed)$/.test(COMMANDS[name][place]) && word == +word ? +word : word);
    return demo[name](...words.map(typed));
  }

  // The demo that a link speaks of: the one it names, else the last before it, else the first.
  function demoOf(link) {
    const named = document.getElementById(link.dataset.for || link.hash.slice(1));
    if (named instanceof FaultyardDemo || link.dataset.for) return named;
    const all = [...document.querySelectorAll("faultyard-demo")];
    return all.filter((demo) => demo.compareDocumentPosition(link) & 4).pop() || all[0];
  }

  // On the way down, so that a host's own handling of links (reveal.js, routers) comes after.
  const clicked = (click) => {
    const link = click.target.closest && click.target.closest("a[data-faultyard]");
    if (!link || click.button || click.ctrlKey || click.metaKey || click.shiftKey || click.altKey) return;
    const demo = demoOf(link);
    if (!demo || !demo.frame) return;
    click.preventDefault();
    const { top, bottom } = demo.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) demo.scrollIntoView({ block: "nearest" });
    new Promise((done) => {
      const { ready, frame } = demo;
      if (!ready && (frame.offsetWidth < 300 || frame.offsetHeight < 200))
        throw { code: "too-small", message: "there is no room here to run it" };
      // A click on a link is one on the poster too.
      if (!ready && +demo.getAttribute("ctl") && !demo.clicked) {
        demo.clicked = true;
        demo.build();
      }
      done(act(demo, link.dataset.faultyard));
    }).then(() => demo.tell(link), (error) => demo.tell(link, error));
  };
  addEventListener("click", clicked, true);

  customElements.define("faultyard-demo", FaultyardDemo);
})();
