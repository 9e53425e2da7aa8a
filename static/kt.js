// What HTML and htmx do not do by themselves. Every page works without this file.
"use strict";

// One polite announcement per action: the last words win.
const announcer = document.getElementById("announcer");
let words = "";
function announce(text) {
  if (!words) {
    announcer.textContent = "";
    // What stands behind an open dialog is not read.
    (document.querySelector("dialog[open]") ?? document.body).append(announcer);
    // A live region is read when its text changes, so it is empty for a moment.
    setTimeout(() => { announcer.textContent = words; words = ""; }, 60);
  }
  words = text || words;
}
function announceIn(root) {
  const said = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
  if (said) announce(said.dataset.announce);
}
let sentence = "";
document.addEventListener("announce", ({ detail }) => announce(sentence = detail.text));
document.addEventListener("htmx:afterSwap", ({ target }) => announceIn(target));
announceIn(document.body);

// Focus never falls to the body after a swap. htmx keeps it where the id survives;
// otherwise the first control that takes it (not folded away) where the old one was.
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
      for (const each of [near, ...near.querySelectorAll(control)]) {
        each.focus();
        if (each === document.activeElement) return;
      }
    }
  }
});

// What is added to a text goes to its cursor, or to its end where nobody has been in it;
// the words of an image are marked, to be said better.
document.addEventListener("focusin", ({ target }) => { target.entered = true; });
document.addEventListener("insert", ({ detail }) => {
  const field = document.getElementById(detail.into);
  const end = field.value.length;
  const at = field.entered ? field.selectionEnd : end;
  const text = (at && at === end && !field.value.endsWith("\n\n") ? "\n\n" : "") + detail.text;
  field.setRangeText(text, at, at);
  field.setSelectionRange(at + text.indexOf("[") + 1, at + text.indexOf("]"));
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// A request that fails says so in words beside its form, until it is tried again:
// the server's own sentence if it announced one.
function complain({ elt, requestConfig }, reason) {
  const lost = elt.dataset.lost || (requestConfig.verb === "get" ? "Not loaded" : "Not saved");
  const notice = document.createElement("p");
  notice.className = "notice tone-late";
  notice.textContent = sentence || `${lost}: ${reason}. Please try again.`;
  (elt.closest(".row, .card") || elt).append(notice);
  elt.complaint = notice;
  announce(notice.textContent);
}
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  sentence = "";
  detail.elt.complaint?.remove();
});
document.addEventListener("htmx:sendError", ({ detail }) => complain(detail, "no connection"));
document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  const { status, responseText } = detail.xhr;
  const isShown = responseText && (status === 409 || status === 422);
  if (status >= 400 && !isShown) complain(detail, "something went wrong on our side");
});

// The browser asks before one leaves a text that is typed and not saved.
if (document.querySelector("[data-guard]")) {
  let saved, refused;
  document.addEventListener("submit", (event) => { saved = !event.defaultPrevented; });
  document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr } }) => {
    saved = /^hx-(redirect|location):/im.test(xhr.getAllResponseHeaders());
    refused ||= xhr.status === 409 || xhr.status === 422;
  });
  addEventListener("beforeunload", (event) => {
    const { dataset, value, defaultValue } = document.querySelector("[data-guard]");
    if (!saved && (refused || dataset.guard === "typed" || value !== defaultValue)) event.preventDefault();
  });
}

// The account menu closes when one leaves it.
const menu = document.getElementById("account-menu");
document.addEventListener("click", (event) => {
  if (!menu?.contains(event.target)) menu?.removeAttribute("open");
});

// Code of a document can be copied whole.
for (const code of navigator.clipboard ? document.querySelectorAll(".prose pre > code") : []) {
  const press = document.createElement("button");
  press.type = "button";
  press.className = "copy-code";
  press.textContent = "Copy";
  press.addEventListener("click", () => {
    navigator.clipboard.writeText(code.textContent).then(() => announce("Copied."));
  });
  code.parentElement.before(press);
}
