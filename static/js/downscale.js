// input[type=file][data-downscale="1600"]: photos are made smaller before they travel; a failure sends them as they are.
async function smaller(file, side) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 300_000) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-downscale]")) return;
  const given = [...input.files];
  const made = await Promise.all(given.map((file) => smaller(file, Number(input.dataset.downscale)).catch(() => file)));
  const bag = new DataTransfer();
  for (const file of made) bag.items.add(file);
  input.files = bag.files;
  const note = input.parentElement.querySelector("[data-downscale-note]");
  const size = made.reduce((sum, file) => sum + file.size, 0);
  if (note && made.length) note.textContent = `${made.length} × · ${(size / 1048576).toFixed(1)} MB`;
});
