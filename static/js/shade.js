// [data-shade]: the areas of the table beside a map, coloured by their rows' classes. A row that is focused or pointed at
// stands out on the map, and an area on the map its row; a click on an area goes where its row's link goes.
import { addAreaTiles, NAME } from "./area-tiles.js";

const SIDE = 16;
const NONE = "0";
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Slanting lines, from edge to edge of a square that is repeated: read as "nothing known" with and without colour.
function hatch() {
  const paper = new OffscreenCanvas(SIDE, SIDE);
  const pen = paper.getContext("2d");
  pen.fillStyle = colour("--surface");
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.strokeStyle = colour("--map-line-strong");
  pen.lineWidth = 2;
  for (const sum of [0, 1, 2]) {
    pen.moveTo(sum * SIDE + 2, -2);
    pen.lineTo(-2, sum * SIDE + 2);
  }
  pen.stroke();
  return pen.getImageData(0, 0, SIDE, SIDE);
}

// Black or white, whichever is read better on the colour.
function inkOn(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000000" : "#ffffff";
}

function paints(rows) {
  const of = (shade) => rows.filter((row) => row.dataset.shadeClass === shade).map((row) => row.dataset.code);
  const shades = [...new Set(rows.map((row) => row.dataset.shadeClass))].filter((shade) => shade !== NONE);
  const cases = shades.flatMap((shade) => [of(shade), colour(`--shade-${shade}`)]);
  const none = of(NONE);
  return { cases, none };
}

function draw(map, source, rows) {
  const { cases, none } = paints(rows);
  const at = { source, "source-layer": "areas" };
  const codes = rows.map((row) => row.dataset.code);
  const ours = ["in", ["get", "code"], ["literal", codes]];
  if (cases.length) map.addLayer({ id: `${source}-shades`, type: "fill", ...at, filter: ours, paint: { "fill-color": ["match", ["get", "code"], ...cases, "transparent"] } });
  if (none.length) map.addLayer({ id: `${source}-none`, type: "fill", ...at, filter: ["in", ["get", "code"], ["literal", none]], paint: { "fill-pattern": "hatch" } });
  map.addLayer({ id: `${source}-around`, type: "line", ...at, filter: ["!", ours], paint: { "line-color": colour("--map-line"), "line-width": 0.6 } });
  map.addLayer({ id: `${source}-lines`, type: "line", ...at, filter: ours, paint: { "line-color": colour("--map-line-strong"), "line-width": 1.2 } });
  const edge = { ...at, type: "line", filter: ["==", ["get", "code"], ""], layout: { "line-join": "round" } };
  map.addLayer({ ...edge, id: `${source}-edge`, paint: { "line-color": colour("--surface"), "line-width": 8 } });
  map.addLayer({ ...edge, id: `${source}-here`, paint: { "line-color": colour("--focus"), "line-width": 4 } });
  const spot = { source, "source-layer": "centres", type: "symbol", filter: ours };
  const under = (of) => (cases.length ? ["match", ["get", "code"], ...cases.map((one, at) => (at % 2 ? of(one) : one)), of(colour("--surface"))] : of(colour("--surface")));
  const paint = { "text-color": under(inkOn), "text-halo-color": under((one) => one), "text-halo-width": 2 };
  const font = { "text-font": ["sans-serif"], "text-max-width": 7 };
  map.addLayer({ ...spot, id: `${source}-names`, layout: { ...font, "text-field": NAME, "text-size": 12, "text-anchor": "top", "text-offset": [0, 0.9], "text-padding": 0 }, paint });
  const values = rows.flatMap((row) => [row.dataset.code, row.dataset.text]);
  map.addLayer({ ...spot, id: `${source}-values`, layout: { ...font, "text-field": ["match", ["get", "code"], ...values, ""], "text-size": 15, "text-padding": 0 }, paint });
}

function show(box, { map }) {
  const canvas = box.querySelector("[data-map]");
  const rows = [...box.querySelectorAll("tr[data-code]")];
  const byCode = new Map(rows.map((row) => [row.dataset.code, row]));
  const sources = box.dataset.tiles.split(" ").filter(Boolean).map((address, at) => ({ id: `shade${at}`, address }));
  const stand = (code) => {
    rows.forEach((row) => row.classList.toggle("is-here", row.dataset.code === code));
    for (const { id } of sources) for (const part of ["edge", "here"]) map.getLayer(`${id}-${part}`) && map.setFilter(`${id}-${part}`, ["==", ["get", "code"], code]);
    box.dataset.here = code;
  };
  for (const row of rows) {
    for (const kind of ["focusin", "mouseenter"]) row.addEventListener(kind, () => stand(row.dataset.code));
    for (const kind of ["focusout", "mouseleave"]) row.addEventListener(kind, () => stand(""));
  }
  const under = ({ point }) => map.queryRenderedFeatures(point).find(({ properties }) => byCode.has(properties.code))?.properties.code ?? "";
  map.on("mousemove", (event) => {
    const code = under(event);
    if (code === (box.dataset.here ?? "")) return;
    stand(code);
    map.getCanvas().style.cursor = byCode.get(code)?.querySelector("[data-down]") ? "pointer" : "";
  });
  map.on("click", (event) => byCode.get(under(event))?.querySelector("[data-down]")?.click());
  return begin(map, box, canvas, sources, rows);
}

async function begin(map, box, canvas, sources, rows) {
  const bounds = box.dataset.bounds ? JSON.parse(box.dataset.bounds) : null;
  if (bounds) map.fitBounds(bounds, { padding: { top: 20, right: 56, bottom: 20, left: 20 }, animate: false });
  map.addImage("hatch", hatch(), { pixelRatio: 2 });
  for (const { id, address } of sources) {
    const said = await addAreaTiles(map, id, address);
    if (!said) continue;
    draw(map, id, rows);
    if (said.is_schematic) canvas.querySelector("[data-map-note]").hidden = false;
    if (map.getZoom() < said.minzoom) map.setZoom(said.minzoom);
  }
  map.once("idle", () => (box.dataset.shown = "")); // everything that there is to see is painted
}

for (const box of document.querySelectorAll("[data-shade]")) {
  const canvas = box.querySelector("[data-map]");
  if (canvas.classList.contains("ready")) show(box, { map: canvas.linliMap });
  else canvas.addEventListener("linli:map", ({ detail }) => show(box, detail), { once: true });
}
