// [data-named-places]: while a report is typed and no place is chosen, the places that its words name, to be pressed.
import { choose } from "./place-search.js";

const box = document.querySelector("[data-named-places]");
const form = box.closest("form");
let shown = "";
let timer = 0;
let asked = 0;

const hasPlace = () => ["spot", "lon", "area"].some((name) => form.elements[name].value);

async function look() {
  const sent = new URLSearchParams();
  for (const name of ["csrfmiddlewaretoken", "text", "address"]) sent.set(name, form.elements[name].value);
  const key = sent.toString();
  if (hasPlace()) return box.querySelector("[data-place]") && box.replaceChildren();
  if (key === shown || sent.get("text").trim().length < 4) return;
  const turn = ++asked;
  const answer = await fetch(box.dataset.namedPlaces, { method: "POST", body: sent }).catch(() => null);
  if (turn !== asked || !answer?.ok || hasPlace()) return;
  shown = key;
  box.innerHTML = await answer.text();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, 700);
}

box.addEventListener("click", (event) => {
  const button = event.target.closest("[data-place]");
  if (!button) return;
  const place = JSON.parse(button.dataset.place);
  choose(place);
  const said = document.createElement("p");
  said.className = "flash success";
  said.tabIndex = -1;
  said.textContent = box.dataset.said + place.path;
  box.replaceChildren(said);
  said.focus();
});
form.addEventListener("input", soon);
form.addEventListener("linli:shown", soon);
form.addEventListener("linli:pin", soon);
soon();
