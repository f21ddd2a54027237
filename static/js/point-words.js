// [data-point-words]: says in words what a point on the map is when it is chosen.
const words = document.querySelector("[data-point-words]");
document.addEventListener("linli:point", ({ detail }) => {
  words.textContent = [detail.category, detail.stage, detail.date].filter(Boolean).join(" · ");
  words.hidden = false;
});
