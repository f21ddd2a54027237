// [data-rows]: a table of inputs whose rows are added, removed and pasted from a spreadsheet.
function renumber(grid) {
  const name = grid.dataset.rows;
  grid.querySelectorAll("tbody tr").forEach((row, at) => {
    row.querySelector("[data-row-number]").textContent = at + 1;
    for (const input of row.querySelectorAll("[name]")) {
      const column = input.name.slice(input.name.lastIndexOf(".") + 1);
      input.name = `${name}.${at + 1}.${column}`;
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+(?!.*\d)/, at + 1));
    }
  });
}

function add(grid) {
  const rows = grid.querySelectorAll("tbody tr");
  if (rows.length >= Number(grid.dataset.most)) return null;
  const row = rows[rows.length - 1].cloneNode(true);
  for (const input of row.querySelectorAll("[name]")) {
    input.value = "";
    input.removeAttribute("aria-invalid");
  }
  row.querySelectorAll(".field-fault").forEach((fault) => fault.remove());
  rows[rows.length - 1].after(row);
  renumber(grid);
  return row;
}

document.addEventListener("click", (event) => {
  const grid = event.target.closest("[data-rows]");
  if (!grid) return;
  if (event.target.closest("[data-add-row]")) add(grid)?.querySelector("[name]")?.focus();
  const remove = event.target.closest("[data-remove-row]");
  if (!remove) return;
  if (grid.querySelectorAll("tbody tr").length === 1) add(grid);
  remove.closest("tr").remove();
  renumber(grid);
});

function put(input, text) {
  if (!input) return;
  const option = [...(input.options ?? [])].find((one) => one.value === text || one.text.trim() === text);
  input.value = input.options ? (option?.value ?? "") : text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const grid = event.target.closest?.("[data-rows]");
  const text = event.clipboardData?.getData("text") ?? "";
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  if (!grid || !grid.querySelector("[data-add-row]") || (lines.length < 2 && !text.includes("\t"))) return;
  event.preventDefault();
  let row = event.target.closest("tr");
  const first = [...row.querySelectorAll("[name]")].indexOf(event.target);
  for (const [at, line] of lines.entries()) {
    if (at > 0) row = row.nextElementSibling ?? add(grid);
    if (!row) return;
    const inputs = row.querySelectorAll("[name]");
    line.split("\t").forEach((word, column) => put(inputs[first + column], word.trim()));
  }
});
