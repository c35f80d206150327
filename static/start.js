// Starts the page's program, which takes the place of the early words in the page's HTML (`#early`): at once, or in a
// frame that asks for it (`ctl=1`) or is too small, after a click on their poster. The page names the program in
// attributes of this script's element; nothing of it is inline, so that a strict Content-Security-Policy can hold.
(function () {
  "use strict";

  const { js, wasm, worker, parts } = document.currentScript.dataset;
  const settings = new URLSearchParams(location.search);
  const full = (address) => new URL(address, document.baseURI).href;

  const early = document.getElementById("early");
  // What has the focus among the early words.
  let held = null;
  early?.addEventListener("focusin", (event) => (held = event.target));
  // The program clears the body and mounts, now or once its parts are here.
  const taken = new MutationObserver(() => {
    if (early.isConnected || !document.querySelector("main")) return;
    taken.disconnect();
    handOver();
  });
  if (early) taken.observe(document.body, { childList: true });

  async function start() {
    try {
      (parts ?? "").split(" ").filter(Boolean).forEach(fetchAhead);
      const program = fetch(full(wasm));
      const page = await import(full(js));
      await page.default({ module_or_path: program });
    } catch (error) {
      // A program that fails after it has begun says so itself.
      if (early?.isConnected || !document.querySelector("main")) sayFailed();
      throw error;
    }
  }

  // What the program asks for first, before it is there to ask. A full page says so in its head.
  function fetchAhead(part) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous", href: full(part) });
    document.head.append(link);
  }

  // A file that the program needs at first is not to be had; it says so itself of those that come later.
  addEventListener("faultyard-missing", sayFailed);

  // The early words stay, with a way to try again.
  function sayFailed() {
    const again = document.createElement("a");
    again.className = "button main";
    again.href = location.href;
    again.dataset.reload = "";
    again.textContent = "The program did not load: try again";
    const place = document.querySelector("#early .stage") ?? document.querySelector("#early main") ?? document.body;
    place.append(again);
    say("");
  }

  // What had the focus among the early words has it on the page.
  function handOver() {
    if (!held || document.activeElement !== document.body) return;
    const leads = (link) => link.getAttribute("href")?.split("#")[0] === held.getAttribute("href");
    const same = held.href ? [...document.querySelectorAll("a")].find(leads) : document.querySelector(".transport .play");
    same?.focus({ preventScroll: true });
  }

  // What has the focus may go away, or be put out of use: then what is left of its surroundings has the focus, not the
  // body, where Tab would begin at the top. A page that never had the focus takes none.
  function keepFocus() {
    const usable = "button:enabled, a[href], input:enabled, select:enabled, [tabindex='0']";
    let around = [];
    addEventListener("focusin", ({ target }) => {
      around = [];
      for (let element = target; element && element !== document.body; element = element.parentElement) around.push(element);
    });
    const look = () => {
      if (!around.length || document.activeElement !== document.body || !document.hasFocus()) return;
      const [was, left] = [around[0], around.find((element) => element.isConnected && element !== around[0])];
      if (was.isConnected && !was.disabled) return (around = []);
      const small = left?.matches(".lab, main") ? null : left;
      const near = [...(small?.querySelectorAll(usable) ?? [])].find((element) => element.checkVisibility());
      const place = near ?? document.querySelector("#stage, main");
      if (!near && place) place.tabIndex = -1;
      place?.focus({ preventScroll: true });
    };
    // Once what came in its place is there, and has not taken the focus itself.
    let due = 0;
    const later = () => {
      if (around.length) due ||= setTimeout(() => look((due = 0)), 50);
    };
    const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] };
    new MutationObserver(later).observe(document.body, changes);
  }

  // The line that says what the page waits for.
  function say(words) {
    const line = document.querySelector("#early .waits-for");
    if (line) line.textContent = words;
  }

  // An embed's poster waits. Under 300 x 200 there is no room for a lab, so it leads to the lab's page until there is.
  const button = document.querySelector("#early .stage button");
  const tooSmall = () => innerWidth < 300 || (innerHeight < 200 && settings.get("fit") !== "content");

  function wait() {
    const resized = () => {
      early.className = tooSmall() ? "is-small" : "is-waiting";
      if (settings.get("ctl") !== "1" && !tooSmall()) go();
    };
    const go = () => {
      removeEventListener("resize", resized);
      early.className = "";
      say("The lab is loading\u2026");
      start();
    };
    button.onclick = () => {
      settings.set("autoplay", "1");
      try {
        // With its path: the page's base is the site's root.
        history.replaceState(null, "", `${location.pathname}?${settings}${location.hash}`);
      } catch {
        // A sandboxed frame may not; it then starts at rest.
      }
      go();
    };
    addEventListener("resize", resized);
    say("Press Play to start.");
    resized();
  }

  // What the page needs now comes before what it keeps for later.
  function mounted() {
    return new Promise((resolve) => {
      const look = () => (early?.isConnected ? setTimeout(look, 250) : setTimeout(resolve, 1000));
      look();
    });
  }

  // Offline after one visit: full pages of a built site only, and never in a frame.
  async function keepOffline() {
    await start();
    await mounted();
    try {
      // Some pages may not so much as look at it.
      await navigator.serviceWorker.register(full(worker));
    } catch {
      // It is not kept, no more.
    }
  }

  keepFocus();

  // What the page shows when the program has failed: nothing of the program can be relied on then.
  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-reload]")) {
      event.preventDefault();
      location.reload();
    }
  });

  if (button && (settings.get("ctl") === "1" || tooSmall())) {
    wait();
  } else if (worker && self === top && "serviceWorker" in navigator) {
    keepOffline();
  } else {
    start();
  }
})();
