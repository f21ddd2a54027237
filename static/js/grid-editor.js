// [data-draws] forms beside a map: polygon or line takes each click as a corner (Backspace on the map takes the last
// one back), grids takes the grids that are clicked. What is drawn is written as text into the form's first field.
const forms = [...document.querySelectorAll("form[data-draws]")];
const field = (form) => form.querySelector("textarea, input[name=codes]");
const active = () => forms.find((form) => form.closest("details").open);

function shape(kind, corners) {
  if (kind === "line") return corners.length > 1 ? { type: "LineString", coordinates: corners } : null;
  return corners.length > 2 ? { type: "Polygon", coordinates: [[...corners, corners[0]]] } : null;
}

function edit(map) {
  let corners = [];
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--danger").trim();
  const drawn = () => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: corners } });
  map.addSource("drawn", { type: "geojson", data: drawn() });
  map.addLayer({ id: "drawn", type: "line", source: "drawn", paint: { "line-color": colour, "line-width": 2.5 } });
  map.addLayer({ id: "corners", type: "circle", source: "drawn", paint: { "circle-color": colour, "circle-radius": 4 } });

  const show = () => {
    map.getSource("drawn").setData(drawn());
    const form = active();
    const made = form && shape(form.dataset.draws, corners);
    if (form && form.dataset.draws !== "grids") field(form).value = made ? JSON.stringify(made) : "";
  };
  const choose = (form, point) => {
    const [hit] = map.queryRenderedFeatures(point, { layers: ["land"] }).filter((one) => one.properties.role === "child");
    const codes = new Set(field(form).value.split(/[\s,，]+/).filter(Boolean));
    if (hit && hit.properties.code !== form.dataset.code) {
      codes.has(hit.properties.code) ? codes.delete(hit.properties.code) : codes.add(hit.properties.code);
      field(form).value = [...codes].join(" ");
    }
  };
  map.on("click", ({ lngLat, point }) => {
    const form = active();
    if (!form) return;
    if (form.dataset.draws === "grids") choose(form, point);
    else {
      corners.push([Number(lngLat.lng.toFixed(7)), Number(lngLat.lat.toFixed(7))]);
      show();
    }
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Backspace") return;
    event.preventDefault();
    corners.pop();
    show();
  });
  for (const form of forms) {
    form.closest("details").addEventListener("toggle", ({ target }) => {
      if (!target.open) return;
      for (const other of forms) if (other !== form) other.closest("details").open = false;
      corners = [];
      map.getSource("drawn").setData(drawn());
    });
  }
}

document.addEventListener("linli:map", ({ detail }) => edit(detail.map));
