// What every console page binds. Pages work without it.
import "./preferences.js";
import "./menus.js";
import "./dialogs.js";
import "./confirm.js";
import "./submit-once.js";
import "./copy.js";
import "./printing.js";
import "./focus.js";
import "./keyboard.js";
import "./palette.js";
import "./shown-when.js";
import "./pick.js";
import "./suggested.js";

document.documentElement.classList.add("has-script");
const has = (part) => document.querySelector(part);
await Promise.allSettled([
  has("[data-map]") && import("./map.js"),
  has("[data-shade]") && import("./shade.js"),
  has("[data-downscale]") && import("./downscale.js"),
  has("[data-lines]") && import("./preview.js"),
  has("[data-lines]") && import("./bulk.js"),
  has("[data-locate]") && import("./position.js"),
  has("[data-wall]") && import("./wall.js"),
  has("[data-rows]") && import("./rows.js"),
]);
document.documentElement.dataset.ready = ""; // From here on nothing that is pressed goes unheard.
