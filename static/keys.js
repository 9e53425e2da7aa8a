// Keys that do something outside of fields, for those who have not switched them off. What a key
// does it does to the element that carries it as data-key: a field is gone to, anything else is
// pressed, a dialog opens. The rows that j and k go along carry data-row.
"use strict";

const field = "input, textarea, select, [contenteditable]";
const stop = "a[href], button:not(:disabled), input:not([type=hidden])";
const seen = (element) => element.checkVisibility();

// The one in the row where the focus is, else the first to be seen that is still to be done;
// the last resort is one that is folded away in a menu.
function carrierOf(key) {
  const row = document.activeElement.closest("[data-row]");
  const carriers = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const open = carriers.filter((each) => each.ariaChecked !== "true");
  return carriers.find((each) => row?.contains(each)) ?? open.find(seen) ?? open[0];
}

function use(carrier) {
  if (carrier.matches("dialog")) return carrier.showModal();
  carrier.focus();
  if (!carrier.matches(field)) carrier.click();
}

function step(by, root) {
  const rows = [...root.querySelectorAll("[data-row], [data-rows] > tr")];
  const stops = rows.map((row) => [...row.querySelectorAll(stop)].find(seen)).filter(Boolean);
  const now = stops.findIndex((each) => each.closest("[data-row], tr").contains(document.activeElement));
  stops[Math.max(0, Math.min(stops.length - 1, now + by))]?.focus();
}

const steps = { j: 1, k: -1 };
const arrows = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const { target, altKey } = event;
  const dialog = target.closest("dialog[open]");
  if (dialog) {
    if (!arrows[event.key]) return;
    event.preventDefault();
    return step(arrows[event.key], dialog);
  }
  if (altKey || target.closest(field)) return;
  const key = event.ctrlKey || event.metaKey ? `Control+${event.key.toLowerCase()}` : event.key;
  const carrier = carrierOf(key);
  if (!steps[key] && !carrier) return;
  event.preventDefault();
  if (carrier) use(carrier);
  else step(steps[key], document);
});
