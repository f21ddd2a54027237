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

document.documentElement.classList.add("has-script");
if (document.querySelector("[data-map]")) import("./map.js");
if (document.querySelector("[data-downscale]")) import("./downscale.js");
if (document.querySelector("[data-lines]")) {
  import("./preview.js");
  import("./bulk.js");
}
if (document.querySelector("[data-locate]")) import("./position.js");
if (document.querySelector("[data-rows]")) import("./rows.js");
