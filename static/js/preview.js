// A line reached by keyboard, or whose eye is pressed, shows itself beside the list, where there is room.
const pane = document.getElementById("preview");
const around = document.querySelector("[data-previews]");
const room = matchMedia("(min-width: 85rem)");
let waiting = 0;

function show(row) {
  if (!pane || !room.matches || !row.dataset.preview) return;
  window.htmx.ajax("GET", row.dataset.preview, { target: pane, swap: "innerHTML" });
}

document.addEventListener("linli:here", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(event.target), 180);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === pane) around?.classList.add("has-preview");
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-preview-close]")) return;
  around?.classList.remove("has-preview");
  pane.replaceChildren();
});
