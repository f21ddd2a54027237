// Lines that are ticked: how many, all of them at once, and whether lines are compact.
const words = (root) => root.querySelector("[data-bulk-count]");
const ticks = (root) => [...root.querySelectorAll("input[name=case]")];

function count(form) {
  const many = ticks(form).filter((tick) => tick.checked).length;
  if (words(form)) words(form).textContent = many ? `✓ ${many}` : "";
}

document.addEventListener("change", (event) => {
  const form = event.target.closest(".list-form");
  if (!form) return;
  if (event.target.matches("[data-tick-all]")) {
    for (const tick of ticks(form)) tick.checked = event.target.checked;
  }
  count(form);
});

const KEY = "linli-density";
const button = document.querySelector("[data-density]");
function lay(density) {
  for (const list of document.querySelectorAll("[data-lines]")) list.dataset.lines = density;
  button?.setAttribute("aria-pressed", String(density === "compact"));
}
button?.addEventListener("click", () => {
  const next = localStorage.getItem(KEY) === "compact" ? "" : "compact";
  localStorage.setItem(KEY, next);
  lay(next);
});
lay(localStorage.getItem(KEY) ?? "");
