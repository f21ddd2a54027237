// [data-suggested="#field"]: 1 to 3 take its suggestions over while that field or one of them has the focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !["1", "2", "3"].includes(event.key)) return;
  for (const part of document.querySelectorAll("[data-suggested]")) {
    if (!part.contains(event.target) && !event.target.matches(part.dataset.suggested)) continue;
    const button = part.querySelectorAll("[data-fill]")[event.key - 1];
    if (!button) continue;
    event.preventDefault();
    button.click();
  }
});
