// [data-place-search]: names of areas while one types; a choice fills the form's hidden spot and moves the map.
const box = document.querySelector("[data-place-search]");
const input = box.querySelector("input");
const list = box.querySelector("ul");
const form = box.closest("form");
const chosen = form.querySelector("[data-place-chosen]");
let timer = 0;
let asked = 0;

function tell(words, isGood) {
  chosen.textContent = words;
  chosen.classList.toggle("success", isGood);
}

// Also for places that are offered elsewhere on the form.
export function choose(place) {
  form.elements.spot.value = place.code;
  form.elements.lon.value = form.elements.lat.value = "";
  list.replaceChildren();
  tell(place.path, true);
  form.dispatchEvent(new CustomEvent("linli:area", { detail: place }));
}

function offer(areas) {
  list.replaceChildren(
    ...areas.map((place) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "menu-item";
      button.textContent = place.path;
      button.addEventListener("click", () => choose(place));
      item.append(button);
      return item;
    }),
  );
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const turn = ++asked;
    if (!input.value.trim()) return offer([]);
    const answer = await fetch(`${box.dataset.url}?q=${encodeURIComponent(input.value.trim())}`);
    if (turn === asked && answer.ok) offer((await answer.json()).areas);
  }, 200);
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  list.querySelector("button")?.click();
});

// A pin put on the map, or the reader's own position, is looked up and said in words.
form.addEventListener("linli:pin", async ({ detail: { lon, lat } }) => {
  form.elements.lon.value = lon.toFixed(6);
  form.elements.lat.value = lat.toFixed(6);
  form.elements.spot.value = "";
  const turn = ++asked;
  const answer = await fetch(`${chosen.dataset.at}?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`);
  if (turn !== asked || !answer.ok) return;
  const place = await answer.json();
  tell(place.area ? place.path.slice(2).map((step) => step.name).join(" › ") : chosen.dataset.outside, Boolean(place.area));
});

form.querySelector("[data-my-location]")?.addEventListener("click", () => {
  navigator.geolocation?.getCurrentPosition(({ coords }) => {
    const detail = { lon: coords.longitude, lat: coords.latitude };
    form.dispatchEvent(new CustomEvent("linli:go", { detail }));
    form.dispatchEvent(new CustomEvent("linli:pin", { detail }));
  });
});
