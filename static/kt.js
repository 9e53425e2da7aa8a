// What HTML and htmx do not do by themselves. Every page works without this file.
"use strict";

// One polite announcement per action: of several words the last are said.
const announcer = document.getElementById("announcer");
let words = "";
function announce(text) {
  if (!words) {
    announcer.textContent = "";
    // A live region is read when its text changes after having been empty for a moment.
    setTimeout(() => { announcer.textContent = words; words = ""; }, 60);
  }
  words = text || words;
}
function announceIn(root) {
  const said = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
  if (said) announce(said.dataset.announce);
}
document.addEventListener("announce", (event) => announce(event.detail.text));
document.addEventListener("htmx:afterSwap", (event) => announceIn(event.target));
announceIn(document.body);

// Focus never falls to the body after a swap. htmx keeps it where the id survives;
// otherwise it goes to the first control of what stands where the old one was.
const control = "a[href], button, input:not([type=hidden]), select, textarea, summary";
let trail = [];
document.addEventListener("htmx:beforeSwap", () => {
  trail = [];
  for (let node = document.activeElement; node?.parentElement; node = node.parentElement) {
    trail.push([node, node.nextElementSibling, node.previousElementSibling]);
  }
});
document.addEventListener("htmx:afterOnLoad", () => {
  if (document.activeElement !== document.body) return;
  for (const [node, next, before] of trail.slice(0, -1)) {
    for (const near of [document.getElementById(node.id), node, next, before]) {
      if (!near?.isConnected) continue;
      const target = near.matches(control) ? near : near.querySelector(control);
      if (target) return target.focus();
    }
  }
});

// A request that fails says so in words beside its form, until it is tried again.
function complain(event, reason) {
  const { elt, requestConfig } = event.detail;
  const notice = document.createElement("p");
  notice.className = "notice notice-late";
  notice.textContent = `${requestConfig.verb === "get" ? "Not loaded" : "Not saved"}: ${reason}`;
  (elt.closest(".row, .card") || elt).append(notice);
  elt.complaint = notice;
  announce(notice.textContent);
}
document.addEventListener("htmx:beforeRequest", (event) => event.detail.elt.complaint?.remove());
document.addEventListener("htmx:sendError", (event) => complain(event, "no connection. Please try again."));
document.addEventListener("htmx:responseError", (event) => complain(event, {
  403: "you may not do this.",
  404: "it is no longer here.",
  503: "the database cannot be reached just now. Please try again in a minute.",
}[event.detail.xhr.status] || "something went wrong here. Please try again."));

// The account menu closes when one leaves it.
const menu = document.getElementById("account-menu");
document.addEventListener("click", (event) => {
  if (!menu?.contains(event.target)) menu?.removeAttribute("open");
});
