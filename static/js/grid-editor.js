// [data-draws] forms beside a map: polygon or line takes each click as a corner, caught by corners and borders near it
// (Backspace on the map, or [data-undo], takes the last one back); grids takes the grids that are clicked. What is drawn
// is text in the form's first field, and what is written there is drawn.
const CORNER_PX = 12;
const BORDER_PX = 8;
const forms = [...document.querySelectorAll("form[data-draws]")];
const field = (form) => form.querySelector("textarea, input[name=codes]");
const active = () => forms.find((form) => form.closest("details").open);
const codesOf = (form) => field(form).value.split(/[\s,，]+/).filter(Boolean);

function shape(kind, corners) {
  if (kind === "line") return corners.length > 1 ? { type: "LineString", coordinates: corners } : null;
  return corners.length > 2 ? { type: "Polygon", coordinates: [[...corners, corners[0]]] } : null;
}

function cornersIn(text) {
  try {
    const value = JSON.parse(text);
    const { type, coordinates } = value.geometry ?? value;
    return { Polygon: () => coordinates[0].slice(0, -1), LineString: () => coordinates }[type]?.() ?? [];
  } catch {
    return [];
  }
}

function pictured(kind, corners) {
  const shown = corners.map((corner) => ({ type: "Point", coordinates: corner }));
  if (corners.length > 1) shown.push(shape(kind, corners) ?? { type: "LineString", coordinates: corners });
  return { type: "FeatureCollection", features: shown.map((geometry) => ({ type: "Feature", properties: {}, geometry })) };
}

function rings(outline) {
  return outline.features.flatMap(({ geometry: { type, coordinates } }) => (type === "Polygon" ? coordinates : coordinates.flat()));
}

// Even-odd over all rings at once, so that a hole is outside. Asked of the outline itself and not of what is painted: a
// click is answered even while the map is still being drawn.
function holds({ type, coordinates }, [x, y]) {
  const crosses = ([ax, ay], [bx, by]) => ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
  const all = type === "Polygon" ? coordinates : coordinates.flat();
  return all.reduce((count, ring) => count + ring.filter((corner, i) => i && crosses(ring[i - 1], corner)).length, 0) % 2 === 1;
}

function nearestOn(a, b, p) {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y || 1)));
  return { x: a.x + along * x, y: a.y + along * y };
}

// The corner, else the place on a border, that lies within a finger's slip of the click.
function caught(map, borders, point, lngLat) {
  let best = { away: CORNER_PX, at: null };
  const offer = (place, at) => {
    const away = Math.hypot(place.x - point.x, place.y - point.y);
    if (away < best.away) best = { away, at: at ?? map.unproject([place.x, place.y]).toArray() };
  };
  const lines = borders.map((ring) => ring.map((corner) => ({ at: corner, ...map.project(corner) })));
  for (const line of lines) for (const corner of line) offer(corner, corner.at);
  if (!best.at) {
    best.away = BORDER_PX;
    for (const line of lines) for (let i = 1; i < line.length; i++) offer(nearestOn(line[i - 1], line[i], point));
  }
  return (best.at ?? lngLat.toArray()).map((degrees) => Number(degrees.toFixed(7)));
}

function edit({ map, outline }, box) {
  let corners = [];
  const borders = outline ? rings(outline) : [];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const data = () => pictured(active()?.dataset.draws, corners);
  const drawn = (id, type, kind, paint) => map.addLayer({ id, type, source: "drawn", filter: ["==", ["geometry-type"], kind], paint });
  if (outline) map.addLayer({ id: "chosen", type: "fill", source: "outline", paint: { "fill-color": colour("--accent"), "fill-opacity": 0.3 } }, "lines");
  map.addSource("drawn", { type: "geojson", data: data() });
  drawn("drawn-land", "fill", "Polygon", { "fill-color": colour("--danger"), "fill-opacity": 0.2 });
  map.addLayer({ id: "drawn", type: "line", source: "drawn", paint: { "line-color": colour("--danger"), "line-width": 2.5 } });
  drawn("corners", "circle", "Point", { "circle-color": colour("--danger"), "circle-radius": 5 });

  const paint = () => {
    const form = active();
    const codes = [box.dataset.chosen, ...(form?.dataset.draws === "grids" ? codesOf(form) : [])];
    if (outline) map.setFilter("chosen", ["in", ["get", "code"], ["literal", codes]]);
    map.getSource("drawn").setData(data());
    map.getCanvas().style.cursor = form ? "crosshair" : "";
    map.doubleClickZoom[form ? "disable" : "enable"]();
  };
  const write = (form) => {
    const made = shape(form.dataset.draws, corners);
    field(form).value = made ? JSON.stringify(made) : "";
    paint();
  };
  const undo = () => {
    const form = active();
    if (!form || form.dataset.draws === "grids") return;
    corners.pop();
    write(form);
  };
  const read = (form) => {
    corners = form && form.dataset.draws !== "grids" ? cornersIn(field(form).value) : [];
    paint();
  };
  const choose = (form, lngLat) => {
    const hit = outline?.features.find((one) => one.properties.role === "child" && holds(one.geometry, lngLat.toArray()));
    if (!hit || hit.properties.code === form.dataset.code) return;
    const codes = new Set(codesOf(form));
    if (!codes.delete(hit.properties.code)) codes.add(hit.properties.code);
    field(form).value = [...codes].join(" ");
    paint();
  };
  map.on("click", ({ lngLat, point }) => {
    const form = active();
    if (!form) return;
    if (form.dataset.draws === "grids") return choose(form, lngLat);
    const corner = caught(map, [...borders, corners], point, lngLat);
    if (corners.some(([lon, lat]) => lon === corner[0] && lat === corner[1])) return;
    corners.push(corner);
    write(form);
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Backspace") return;
    event.preventDefault();
    undo();
  });
  for (const form of forms) {
    form.querySelector("[data-undo]")?.addEventListener("click", undo);
    field(form).addEventListener("input", () => read(form));
    form.closest("details").addEventListener("toggle", ({ target }) => {
      if (target.open) {
        for (const other of forms) if (other !== form) other.closest("details").open = false;
        box.scrollIntoView({ block: "nearest" });
      }
      read(active());
    });
  }
  read(active());
}

document.addEventListener("linli:map", ({ detail, target }) => edit(detail, target));
