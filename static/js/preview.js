// A line that is reached by keyboard shows itself beside the list, where there is room; p shows it at once.
const pane = document.getElementById("preview");
let waiting = 0;

function show(row) {
  if (!pane || pane.offsetParent === null || !row.dataset.preview) return;
  window.htmx.ajax("GET", row.dataset.preview, { target: pane, swap: "innerHTML" });
}

document.addEventListener("linli:here", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(event.target), 180);
});
