// Starts the page's program: at once, or in a frame that asks for it (`ctl=1`) or is too small, after a poster.
// The page names the program in attributes of this script's element; nothing of it is inline, so that a strict
// Content-Security-Policy can hold.
(function () {
  "use strict";

  const { js, wasm, worker } = document.currentScript.dataset;
  const settings = new URLSearchParams(location.search);
  const full = (address) => new URL(address, document.baseURI).href;

  async function start() {
    try {
      const program = fetch(full(wasm));
      const page = await import(full(js));
      await page.default({ module_or_path: program });
    } catch (error) {
      // A program that fails after it has begun says so itself.
      if (!document.querySelector("main")) showWords();
      throw error;
    }
  }

  // A file that the program needs at first is not to be had; it says so itself of those that come later.
  addEventListener("faultyard-missing", showWords);

  // What is read without JavaScript is read without the program too.
  function showWords() {
    const main = document.createElement("main");
    main.className = "crash";
    main.innerHTML = document.querySelector("noscript").textContent;
    const again = document.createElement("a");
    again.className = "button main";
    again.href = location.href;
    again.dataset.reload = "";
    again.textContent = "The program did not load: try again";
    main.append(again);
    document.body.append(main);
  }

  // An embed's poster. Under 300 x 200 there is no room for a lab, so it leads to the lab's page until there is.
  const template = document.getElementById("poster");
  const tooSmall = () => innerWidth < 300 || (innerHeight < 200 && settings.get("fit") !== "content");

  function showPoster() {
    const wanted = settings.get("theme");
    const dark = wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.body.append(template.content.cloneNode(true));
    const poster = document.querySelector(".poster");
    const picture = poster.querySelector("img");
    picture.src = full(dark ? picture.dataset.dark : picture.dataset.light);
    const resized = () => {
      poster.classList.toggle("small", tooSmall());
      if (settings.get("ctl") !== "1" && !tooSmall()) go();
    };
    const go = () => {
      removeEventListener("resize", resized);
      poster.remove();
      start();
    };
    poster.querySelector("button").onclick = () => {
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
    poster.classList.toggle("small", tooSmall());
  }

  // Offline after one visit: full pages of a built site only, and never in a frame.
  async function keepOffline() {
    await start();
    await navigator.serviceWorker.register(full(worker)).catch(() => {});
  }

  // What the page shows when the program has failed: nothing of the program can be relied on then.
  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-reload]")) {
      event.preventDefault();
      location.reload();
    }
  });

  if (template && (settings.get("ctl") === "1" || tooSmall())) {
    showPoster();
  } else if (worker && self === top && "serviceWorker" in navigator) {
    keepOffline();
  } else {
    start();
  }
})();
