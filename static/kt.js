// What HTML and htmx do not do by themselves. Every page works without this file.
"use strict";

// One polite announcement per action: the last words win.
const announcer = document.getElementById("announcer");
let words = "";
function announce(text) {
  if (!words) {
    announcer.textContent = "";
    // A live region is read when its text changes, so the change waits for the next turn.
    setTimeout(() => { announcer.textContent = words; words = ""; }, 60);
  }
  words = text || words;
}
function announceIn(root) {
  const said = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
  if (said) announce(said.dataset.announce);
}
document.addEventListener("announce", (event) => announce(event.detail.text || event.detail.value));
document.addEventListener("htmx:afterSwap", (event) => announceIn(event.target));
announceIn(document.body);

// Focus never falls to the body after a swap. htmx keeps it where the id survives;
// otherwise it goes to what stands where the old control was.
let trail = [];
document.addEventListener("htmx:beforeSwap", () => {
  trail = [];
  for (let node = document.activeElement; node && node !== document.body; node = node.parentElement) {
    trail.push({ id: node.id, node, next: node.nextElementSibling, before: node.previousElementSibling });
  }
});
function controlIn(node) {
  const control = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return node && (node.matches(control) ? node : node.querySelector(control));
}
document.addEventListener("htmx:afterOnLoad", () => {
  if (!trail.length || document.activeElement !== document.body) return;
  for (const { id, node, next, before } of trail) {
    const here = node.isConnected ? node : document.getElementById(id);
    const near = controlIn(here) || [next, before].filter((n) => n && n.isConnected).map(controlIn).find(Boolean);
    if (near) return near.focus();
  }
  document.getElementById("main").focus();
});

// A request that fails says so in words beside its form, and is quiet again when it is tried again.
function complain(event, reason) {
  const form = event.detail.elt;
  const place = form.closest(".row") || form.closest(".form, .card") || form.parentElement;
  const failed = event.detail.requestConfig.verb === "get" ? "Not loaded" : "Not saved";
  const notice = document.createElement("p");
  notice.className = "notice notice-late";
  notice.textContent = `${failed}: ${reason}`;
  place.append(notice);
  form.ktNotice = notice;
  announce(notice.textContent);
}
document.addEventListener("htmx:beforeRequest", (event) => event.detail.elt.ktNotice?.remove());
document.addEventListener("htmx:sendError", (event) => complain(event, "no connection. Please try again."));
document.addEventListener("htmx:timeout", (event) => complain(event, "no answer in time. Please try again."));
document.addEventListener("htmx:responseError", (event) => {
  const sentences = {
    403: "you may not do this.",
    404: "it is no longer here. Please reload the page.",
    413: "that is too large.",
    503: "the database cannot be reached just now. Please try again in a minute.",
  };
  complain(event, sentences[event.detail.xhr.status] || "something went wrong here. Please try again.");
});

// The account menu closes when one leaves it.
const menu = document.getElementById("account-menu");
document.addEventListener("click", (event) => {
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
