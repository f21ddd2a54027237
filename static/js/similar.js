// [data-similar]: open matters that the report may join, looked up while it is typed. What was chosen stays chosen.
const box = document.querySelector("[data-similar]");
const form = box.closest("form");
const SHORTEST = 4;
const NAMES = ["csrfmiddlewaretoken", "stamp", "matter", "kind", "leaf", "lon", "lat", "spot", "area", "address", "text"];
let chosen = box.dataset.chosen;
let shown = "";
let timer = 0;
let asked = 0;

function typed() {
  const all = new FormData(form);
  const sent = new URLSearchParams();
  for (const name of NAMES) if (all.get(name)) sent.set(name, all.get(name));
  sent.set("joins", chosen);
  return sent;
}

async function look() {
  const sent = typed();
  const key = sent.toString();
  if (key === shown || (sent.get("text") ?? "").trim().length < SHORTEST) return;
  const turn = ++asked;
  const answer = await fetch(box.dataset.similar, { method: "POST", body: sent }).catch(() => null);
  if (turn !== asked || !answer?.ok) return;
  shown = key;
  box.innerHTML = await answer.text();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, 600);
}

form.addEventListener("input", (event) => {
  if (event.target.name === "joins") chosen = event.target.value;
  else soon();
});
form.addEventListener("linli:shown", soon);
form.addEventListener("linli:pin", soon);
soon();
