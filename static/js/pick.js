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

// [data-fill="#field"]: takes a suggestion over into its field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button && document.querySelector(button.dataset.fill);
  if (!field) return;
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
