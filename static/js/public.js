// What every public page binds. Pages work without it.
import "./preferences.js";
import "./menus.js";
import "./confirm.js";
import "./submit-once.js";
import "./copy.js";
import "./printing.js";
import "./focus.js";

document.documentElement.classList.add("has-script");
if (document.querySelector("[data-map]")) import("./map.js");
if (document.querySelector("[data-downscale]")) import("./downscale.js");
if (document.querySelector("[data-place-search]")) import("./place-search.js");
if (document.querySelector("[data-wizard]")) import("./wizard.js");
if (document.querySelector("[data-shown-when]")) import("./shown-when.js");
if (document.querySelector("[data-point-words]")) import("./point-words.js");
if (document.querySelector("[data-rows]")) import("./rows.js");
if (document.querySelector("[data-signature]")) import("./signature.js");
