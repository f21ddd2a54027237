// Boundaries of a level from their tiles: layer "areas" holds polygons, "centres" a point for each name.
const isEnglish = document.documentElement.lang.startsWith("en");
export const NAME = ["get", isEnglish ? "name_en" : "name"];

// Adds the source under this id; answers with what its TileJSON says.
export async function addAreaTiles(map, id, address) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const said = await answer.json();
  const { tiles, minzoom, maxzoom } = said;
  map.addSource(id, { type: "vector", tiles, minzoom, maxzoom, ...(said.bounds && { bounds: said.bounds }) });
  return said;
}
