// Cases from tiles: from afar a circle with the count of each area, from near a point for each case.
const SIZES = [12, 10, 15, 100, 19, 1000, 24, 10000, 29];
const POINTS_FROM = 14;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function drawCases(map, box) {
  const tiles = [new URL(box.dataset.points, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")];
  map.addSource("cases", { type: "vector", tiles, minzoom: 0, maxzoom: POINTS_FROM });
  const paint = { "circle-color": colour("--accent"), "circle-stroke-color": colour("--surface"), "circle-stroke-width": 2 };
  const late = (yes, no) => ["case", ["get", "is_late"], yes, no];
  const ring = { "circle-stroke-color": late(colour("--danger"), colour("--surface")), "circle-stroke-width": late(5, 2) };
  map.addLayer({ id: "case-points", type: "circle", source: "cases", "source-layer": "cases", paint: { ...paint, ...ring, "circle-radius": 7 } });
  const groups = { source: "cases", "source-layer": "clusters" };
  map.addLayer({ id: "case-groups", type: "circle", ...groups, paint: { ...paint, "circle-radius": ["step", ["get", "n"], ...SIZES] } });
  map.addLayer({
    id: "case-counts",
    type: "symbol",
    ...groups,
    layout: { "text-field": ["to-string", ["get", "n"]], "text-size": 13, "text-font": ["sans-serif"], "text-allow-overlap": true },
    paint: { "text-color": colour("--accent-ink") },
  });
  map.on("click", "case-groups", ({ features: [hit] }) => map.easeTo({ center: hit.geometry.coordinates, zoom: Math.min(map.getZoom() + 2, POINTS_FROM) }));
  map.on("click", "case-points", ({ features: [hit] }) => location.assign(box.dataset.case.replace("NUMBER", hit.properties.number)));
  for (const layer of ["case-groups", "case-points"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  map.once("idle", () => (box.dataset.shown = ""));
}
