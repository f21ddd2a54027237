// input[data-pick="address"]: fills its datalist with what fits the words typed so far.
const timers = new WeakMap();

async function offer(input) {
  const words = input.value.trim();
  if (words.length < 2 || words.includes("(")) return;
  const answer = await fetch(`${input.dataset.pick}?words=${encodeURIComponent(words)}`, {
    headers: { "HX-Request": "true" },
  });
  if (answer.ok && input.value.trim() === words) input.list.innerHTML = await answer.text();
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-pick]") || !input.list) return;
  clearTimeout(timers.get(input));
  timers.set(input, setTimeout(() => offer(input), 250));
});

// [data-fill="#field"]: takes a suggestion over into its field; into its list too, where it is not in there. A name that
// was written beside the field (#field-name) would count before it and goes.
function took(field, button) {
  const isNew = field.options && [...field.options].every((option) => option.value !== button.dataset.value);
  if (isNew) field.add(new Option(button.dataset.title ?? button.textContent, button.dataset.value));
  field.value = button.dataset.value;
  const written = document.getElementById(`${field.id}-name`);
  if (written) written.value = "";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button && document.querySelector(button.dataset.fill);
  if (!field) return;
  took(field, button);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
