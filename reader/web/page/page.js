// What the page adds to the terminal: where its program is, what opens beside it, and what is said when it ends.
"use strict";
(() => {
  const wanted = Number(new URLSearchParams(location.search).get("fontsize"));
  const size = Number.isInteger(wanted) && wanted >= 6 && wanted <= 60 ? wanted : 16;

  function notice(text, address, label, act) {
    const bar = document.querySelector("#notice");
    const [words, link, button] = [bar.querySelector("span"), bar.querySelector("a"), bar.querySelector("button")];
    words.textContent = text;
    link.hidden = address === null;
    if (address !== null) {
      link.href = address;
      link.textContent = address;
      link.onclick = () => { bar.hidden = true; focus(); };
    }
    button.textContent = label;
    button.onclick = () => { bar.hidden = true; act(); };
    bar.hidden = false;
  }

  function focus() {
    document.querySelector(".xterm-helper-textarea")?.focus();
  }

  // Opened pages get no hold of this one; where the browser opens none, the person can.
  const open = window.open.bind(window);
  window.open = (address) => {
    if (!address) {  // a link that was clicked in the terminal is given its address later
      return { set opener(_) {}, location: { set href(later) { window.open(later); } } };
    }
    const target = new URL(address, location.href);
    if (!["http:", "https:"].includes(target.protocol)) return null;
    const other = open("", "_blank");
    if (other === null) {
      notice("Your browser did not open this by itself:", target.href, "Close", focus);
      return null;
    }
    other.opener = null;
    other.location.replace(target.href);
    return null;
  };

  // Without https only this machine's own addresses have a clipboard; others get the older way.
  if (!navigator.clipboard) {
    const writeText = (text) => {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      focus();
      return done ? Promise.resolve() : Promise.reject(new Error("The browser does not let this page copy."));
    };
    Object.defineProperty(navigator, "clipboard", { value: { writeText, readText: () => Promise.resolve("") } });
  }

  window.WebSocket = class extends WebSocket {
    constructor(address) {
      super(address);
      this.addEventListener("open", () => setTimeout(focus, 0));
      this.addEventListener("close", (event) => {
        const lost = event.code === 1006 ? "The connection is lost; everything you marked is kept." : "paper-reader has ended.";
        notice(event.reason || lost, null, "Start again", () => location.reload());
      });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const terminal = document.querySelector("#terminal");
    terminal.dataset.sessionWebsocketUrl = location.origin.replace(/^http/, "ws") + "/ws";
    terminal.dataset.fontSize = String(size);
    // The terminal measures its font once, so that has to be there first.
    document.fonts.load(`${size}px "Roboto Mono"`).finally(() => {
      const script = document.createElement("script");
      script.src = "static/js/textual.js";
      script.onload = () => {
        if (document.readyState === "complete") window.onload();
      };
      document.head.append(script);
    });
  });
})();
