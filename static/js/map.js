// [data-map]: our own outlines as the base map, no tiles from anywhere. Loads the map library only when it comes into view.
// data-mode: show (one pin at data-lon/lat), pick (the place under the middle), points (GeoJSON of data-points), cases
// (their tiles), shade (see shade.js). data-net: the finest boundaries, from tiles, where they are wide enough to be seen.
import { addAreaTiles } from "./area-tiles.js";
import { drawCases } from "./case-tiles.js";

const HERE = new URL("../vendor/maplibre-gl/", import.meta.url);
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (value) => (value === "" || value === undefined ? null : Number(value));
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL("maplibre-gl.css", HERE);
    sheet.onload = () => import(new URL("maplibre-gl.mjs", HERE)).then(resolve, reject);
    sheet.onerror = reject;
    document.head.append(sheet);
  });
  return library;
}

function style() {
  return {
    version: 8,
    sources: {},
    layers: [{ id: "ground", type: "background", paint: { "background-color": colour("--sunken") } }],
  };
}

// Names stand at one point each: a polygon's own label would be repeated in every tile that it reaches.
function names(outline) {
  const shown = outline.features.filter(({ properties }) => properties.role !== "self" && properties.centre);
  const features = shown.map(({ properties }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: properties.centre },
    properties: { name: properties.name },
  }));
  return { type: "FeatureCollection", features };
}

function drawOutline(map, outline, box) {
  box.querySelector("[data-map-note]").hidden = !outline.is_schematic;
  map.addSource("outline", { type: "geojson", data: outline });
  map.addSource("names", { type: "geojson", data: names(outline) });
  map.addLayer({ id: "land", type: "fill", source: "outline", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("--map-land") } });
  map.addLayer({ id: "lines", type: "line", source: "outline", paint: { "line-color": colour("--map-line-strong"), "line-width": 1.2 } });
  map.addLayer({
    id: "names",
    type: "symbol",
    source: "names",
    layout: { "text-field": ["get", "name"], "text-size": 13, "text-font": ["sans-serif"], "text-max-width": 8 },
    paint: { "text-color": colour("--ink"), "text-halo-color": colour("--surface"), "text-halo-width": 1.6 },
  });
}

function drawPoints(map, address, box) {
  map.addSource("points", { type: "geojson", data: address, cluster: true, clusterRadius: 36 });
  const paint = { "circle-color": colour("--accent"), "circle-stroke-color": colour("--surface"), "circle-stroke-width": 2 };
  map.addLayer({ id: "dots", type: "circle", source: "points", paint: { ...paint, "circle-radius": ["step", ["coalesce", ["get", "point_count"], 1], 7, 2, 13, 20, 18, 100, 24] } });
  map.addLayer({
    id: "counts",
    type: "symbol",
    source: "points",
    filter: ["has", "point_count"],
    layout: { "text-field": ["to-string", ["get", "point_count"]], "text-size": 13, "text-font": ["sans-serif"], "text-allow-overlap": true },
    paint: { "text-color": colour("--accent-ink") },
  });
  map.on("click", "dots", async ({ features: [hit] }) => {
    if (hit.properties.cluster) {
      const zoom = await map.getSource("points").getClusterExpansionZoom(hit.properties.cluster_id);
      map.easeTo({ center: hit.geometry.coordinates, zoom });
    } else {
      box.dispatchEvent(new CustomEvent("linli:point", { bubbles: true, detail: hit.properties }));
    }
  });
}

async function start(box) {
  const [maplibre, outline] = await Promise.all([
    load(),
    box.dataset.outline ? fetch(box.dataset.outline).then((answer) => (answer.ok ? answer.json() : null)) : null,
  ]);
  const lon = number(box.dataset.lon);
  const lat = number(box.dataset.lat);
  const map = new maplibre.Map({
    container: box.querySelector("[data-map-canvas]"),
    style: style(),
    center: [lon ?? 105, lat ?? 35],
    zoom: box.dataset.mode === "show" ? 14 : 10,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: isCalm ? 0 : 200,
    locale: box.dataset.locale ? JSON.parse(box.dataset.locale) : undefined,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  box.linliMap = map;
  await map.once("load");
  if (outline) {
    drawOutline(map, outline, box);
    const area = outline.bbox;
    const padding = box.dataset.mode === "area" ? { top: 20, right: 64, bottom: 20, left: 20 } : 16; // clear of the buttons
    if (area && box.dataset.mode !== "show") map.fitBounds(area, { padding, animate: false });
  }
  if (box.dataset.net) await drawNet(map, box.dataset.net);
  if (box.dataset.mode === "cases") drawCases(map, box);
  if (box.dataset.mode === "points") drawPoints(map, box.dataset.points, box);
  if (box.dataset.mode === "show" && lon !== null) pin(maplibre, map, lon, lat);
  if (box.dataset.mode === "pick") pick(map, box);
  box.classList.add("ready");
  box.dispatchEvent(new CustomEvent("linli:map", { bubbles: true, detail: { map, maplibre, outline } }));
}

async function drawNet(map, address) {
  if (!(await addAreaTiles(map, "net", address))) return;
  const lines = { id: "net", type: "line", source: "net", "source-layer": "areas" };
  map.addLayer({ ...lines, paint: { "line-color": colour("--map-line"), "line-width": 0.8 } }, map.getLayer("lines") && "lines");
}

function pin(maplibre, map, lon, lat) {
  new maplibre.Marker({ color: colour("--danger") }).setLngLat([lon, lat]).addTo(map);
}

// Picking: only a move that the reader made counts, so that nobody reports the middle of the city by accident.
function pick(map, box) {
  const form = box.closest("form");
  const tell = () => {
    const { lng: lon, lat } = map.getCenter();
    form.dispatchEvent(new CustomEvent("linli:pin", { detail: { lon, lat } }));
  };
  let isByReader = false;
  for (const kind of ["pointerdown", "touchstart", "keydown"]) {
    map.getCanvasContainer().addEventListener(kind, () => (isByReader = true), { passive: true });
  }
  map.on("moveend", () => isByReader && tell());
  map.on("click", (event) => map.easeTo({ center: event.lngLat, animate: !isCalm }));
  form.addEventListener("linli:go", ({ detail }) => map.jumpTo({ center: [detail.lon, detail.lat], zoom: 16 }));
  form.addEventListener("linli:area", async ({ detail }) => {
    const answer = await fetch(box.dataset.outline.replace(/[^/]+\.json/, `${detail.code}.json`));
    const area = answer.ok && (await answer.json()).bbox;
    isByReader = false; // the choice stands until the reader moves the map
    if (area) map.fitBounds(area, { padding: 24, animate: false });
  });
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    start(entry.target).catch(() => entry.target.classList.add("failed"));
  }
});
for (const box of document.querySelectorAll("[data-map]")) seen.observe(box);
