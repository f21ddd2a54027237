// What every public page binds. Pages work without it.
import "./preferences.js";
import "./menus.js";
import "./confirm.js";
import "./submit-once.js";
import "./copy.js";
import "./printing.js";
import "./focus.js";

document.documentElement.classList.add("has-script");
const has = (part) => document.querySelector(part);
await Promise.allSettled([
  has("[data-map]") && import("./map.js"),
  has("[data-shade]") && import("./shade.js"),
  has("[data-downscale]") && import("./downscale.js"),
  has("[data-place-search]") && import("./place-search.js"),
  has("[data-wizard]") && import("./wizard.js"),
  has("[data-shown-when]") && import("./shown-when.js"),
  has("[data-point-words]") && import("./point-words.js"),
  has("[data-rows]") && import("./rows.js"),
  has("[data-signature]") && import("./signature.js"),
]);
// Whoever begins to write is offered what is open near there, and the places that the words name; until then the page does without.
has("[data-similar]")?.closest("form").addEventListener("focusin", (event) => {
  if (event.target.name !== "text") return;
  import("./similar.js");
  import("./named-places.js");
});
document.documentElement.dataset.ready = ""; // From here on nothing that is pressed goes unheard.
