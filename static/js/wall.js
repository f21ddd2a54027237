// [data-wall]: numbers that are read anew by themselves. They give way only to newer numbers: an answer that holds none (a
// page to sign in, a refusal, a fault) and a server that does not answer leave them, and a line above says so.
let since = "";

const now = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const isOurs = ({ detail }) => detail.elt.matches("[data-wall]");

function say(what) {
  since = what === "away" ? since || now() : "";
  for (const line of document.querySelectorAll("[data-wall-gone]")) line.hidden = line.dataset.wallGone !== what;
  for (const time of document.querySelectorAll("[data-wall-since]")) time.textContent = since;
}

function meaning({ status, responseText }) {
  if (status >= 500) return "away";
  if (status === 401) return "out";
  if (status >= 400) return "refused";
  return new DOMParser().parseFromString(responseText, "text/html").querySelector("[data-wall]") ? "" : "out";
}

document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!isOurs(event)) return;
  const what = meaning(event.detail.xhr);
  if (what) event.preventDefault(); // nor is the page left for the one to sign in
  say(what);
});
for (const kind of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(kind, (event) => isOurs(event) && say("away"));
