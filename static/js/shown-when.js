// [data-shown-when="field=value|value"]: shown while that field of the same form has one of the values.
function refresh(form) {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, values] = part.dataset.shownWhen.split("=");
    const chosen = new FormData(form).getAll(name).map(String);
    part.hidden = !chosen.some((value) => values.split("|").includes(value));
  }
}

const all = () => document.querySelectorAll("form:has([data-shown-when])");
document.addEventListener("input", (event) => event.target.form && refresh(event.target.form));
document.addEventListener("htmx:load", () => all().forEach(refresh));
all().forEach(refresh);
