// form[data-wizard]: its [data-step] parts are shown one at a time. Without script they all show, as one long form.
const form = document.querySelector("[data-wizard]");
const steps = [...form.querySelectorAll("[data-step]")];
const line = document.querySelectorAll("[data-wizard-line] li");
let at = 0;

function show(index, { focus = true } = {}) {
  at = Math.max(0, Math.min(steps.length - 1, index));
  steps.forEach((step, n) => (step.hidden = n !== at));
  line.forEach((item, n) => (item.className = n < at ? "done" : n === at ? "now" : ""));
  if (!focus) return;
  scrollTo({ top: 0 });
  steps[at].querySelector("legend")?.focus({ preventScroll: true });
  steps[at].dispatchEvent(new CustomEvent("linli:shown", { bubbles: true }));
}

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-next]")) history.pushState({ step: at + 1 }, "", `#${at + 2}`), show(at + 1);
  if (event.target.closest("[data-back]")) history.back();
  // A tap on a tile is an answer; moving among tiles by keyboard is not.
  const tile = event.target.closest(".tile");
  if (tile && event.detail > 0 && event.target.tagName !== "INPUT") {
    setTimeout(() => (history.pushState({ step: at + 1 }, "", `#${at + 2}`), show(at + 1)), 120);
  }
});

addEventListener("popstate", (event) => show(event.state?.step ?? 0));

// The browser leads to a fault by its id: open the part that holds it.
function reveal() {
  const target = location.hash.length > 2 && document.querySelector(location.hash);
  const index = target ? steps.findIndex((step) => step.contains(target)) : -1;
  if (index >= 0) {
    show(index, { focus: false });
    target.focus();
  }
}
addEventListener("hashchange", reveal);

const fault = form.querySelector(".field-fault");
const started = form.querySelector('[name="kind"]:checked')?.value ? 1 : 0;
show(fault ? steps.findIndex((step) => step.contains(fault)) : started, { focus: false });

// The list of finer kinds follows the tile.
const finer = form.querySelector("[data-narrowed-by]");
const groups = [...finer.querySelectorAll("optgroup")];
function narrow() {
  const kind = form.querySelector('[name="kind"]:checked')?.value ?? "";
  for (const group of groups) group.hidden = group.disabled = Boolean(kind) && group.dataset.value !== kind;
  const chosen = finer.selectedOptions[0]?.parentElement;
  if (chosen?.disabled) finer.value = "";
}
form.addEventListener("change", (event) => event.target.name === "kind" && narrow());
narrow();

form.dataset.ready = ""; // The buttons that need this script show from here on.
