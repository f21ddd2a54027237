// [data-shown-when="field=value|value"]: shown while that field of the same form has one of the values.
// A category stands for those under it, and is chosen as kind and leaf (`pack:category`) on the form for residents.
const CATEGORY = ["category", "kind", "leaf"];

function holds(data, name, wanted) {
  if (name !== "category") return data.getAll(name).some((value) => wanted.includes(value));
  const chosen = CATEGORY.flatMap((one) => data.getAll(one)).map((value) => value.slice(value.indexOf(":") + 1));
  return chosen.some((value) => wanted.some((one) => value === one || value.startsWith(`${one}.`)));
}

function refresh(form) {
  const data = new FormData(form);
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, values] = part.dataset.shownWhen.split("=");
    part.hidden = !holds(data, name, values.split("|"));
  }
}

const all = () => document.querySelectorAll("form:has([data-shown-when])");
document.addEventListener("input", (event) => event.target.form && refresh(event.target.form));
document.addEventListener("htmx:load", () => all().forEach(refresh));
all().forEach(refresh);
