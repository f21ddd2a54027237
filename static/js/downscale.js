// input[type=file][data-downscale="1600"]: photos are made smaller before they travel; a failure sends them as they are.
// With data-keep-exif the copy keeps the time and place that the camera wrote: a proof needs them.
import { exifOf, withExif } from "./exif.js";

const SIDE = 2048;

async function smaller(file, side, keeps) {
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
  const exif = keeps ? await exifOf(file) : null;
  return new File([withExif(blob, exif)], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-downscale]")) return;
  const [side, keeps] = [Number(input.dataset.downscale) || SIDE, "keepExif" in input.dataset];
  const made = await Promise.all([...input.files].map((file) => smaller(file, side, keeps).catch(() => file)));
  const bag = new DataTransfer();
  for (const file of made) bag.items.add(file);
  input.files = bag.files;
  const note = input.parentElement.querySelector("[data-downscale-note]");
  const size = made.reduce((sum, file) => sum + file.size, 0);
  if (note && made.length) note.textContent = `${made.length} × · ${(size / 1048576).toFixed(1)} MB`;
});
