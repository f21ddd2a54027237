// Ctrl+K (⌘K): a dialog whose listbox is narrowed while one types; arrows choose, Enter goes, Escape closes.
const opener = document.querySelector("[data-palette]");
const dialog = document.getElementById("palette");
const words = document.getElementById("palette-words");
const list = document.getElementById("palette-list");
const status = dialog?.querySelector("[data-palette-count]");
const shown = () => [...list.querySelectorAll("[role=option]:not([hidden])")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) words.setAttribute("aria-activedescendant", option.id);
  else words.removeAttribute("aria-activedescendant");
}

function narrow() {
  const typed = words.value.trim();
  const parts = typed.toLowerCase().split(/\s+/);
  for (const option of list.querySelectorAll("[role=option]:not([data-palette-search])")) {
    const text = option.textContent.toLowerCase();
    option.hidden = !parts.every((part) => text.includes(part));
  }
  for (const group of list.querySelectorAll("[data-palette-group]")) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  }
  const search = list.querySelector("[data-palette-search]");
  if (search) {
    search.hidden = !typed;
    search.querySelector("b").textContent = typed;
    search.search = new URLSearchParams({ text: typed }).toString();
  }
  choose(shown()[0]);
  status.textContent = shown().length ? `${shown().length} ${status.dataset.found}` : status.dataset.none;
}

async function open() {
  if (dialog.open) return;
  words.value = "";
  dialog.showModal();
  words.focus();
  const address = new URL(opener.href);
  address.searchParams.set("part", "1");
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return location.assign(opener.href);
  list.innerHTML = await answer.text();
  narrow();
}

function step(by) {
  const all = shown();
  if (all.length) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

const keys = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => chosen()?.click() };

if (opener && dialog) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  words.addEventListener("input", narrow);
  words.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  });
  list.addEventListener("click", () => dialog.close());
}
