// Lists by keyboard: j k move over [data-row], Enter opens its [data-open], x ticks its checkbox; / searches, g i and g m go, ? helps.
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
const isTyping = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
let here = null;
let isGoing = false;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(here) + step))];
  here?.classList.remove("is-here");
  here?.removeAttribute("aria-current");
  here = next;
  here.classList.add("is-here");
  here.setAttribute("aria-current", "true");
  here.scrollIntoView({ block: "nearest" });
  (here.querySelector("[data-open]") ?? here).focus({ preventScroll: true });
  here.dispatchEvent(new CustomEvent("linli:here", { bubbles: true }));
}

function go(key) {
  const name = { i: "inbox", m: "mine" }[key];
  const link = name && document.querySelector(`.shell-link[data-key="${name}"]`);
  if (link) location.assign(link.href);
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => here?.querySelector("input[type=checkbox]")?.click(),
  "/": () => document.querySelector("[data-search-box]")?.focus(),
  "?": () => document.getElementById("keyboard-help")?.showModal(),
  g: () => (isGoing = true),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (isGoing) {
    isGoing = false;
    go(event.key);
    return;
  }
  if (event.key === "Enter" && here && document.activeElement === document.body) {
    here.querySelector("[data-open]")?.click();
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
