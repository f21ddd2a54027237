// Carries what a camera wrote into a JPEG (time, place) over to a smaller copy; the server reads it and throws it away.
const [JPEG, APP1, SCAN, EXIF, ORIENTATION] = [0xffd8, 0xffe1, 0xffda, 0x45786966, 0x0112];
const TIFF = 10; // behind marker, length and “Exif\0\0”

export async function exifOf(file) {
  const view = new DataView(await file.slice(0, 262_144).arrayBuffer());
  if (view.byteLength < 12 || view.getUint16(0) !== JPEG) return null;
  for (let at = 2; at + 8 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === SCAN || marker < 0xff00) return null;
    if (marker === APP1 && view.getUint32(at + 4) === EXIF) return upright(view.buffer.slice(at, at + 2 + view.getUint16(at + 2)));
  }
  return null;
}

export function withExif(blob, segment) {
  return segment ? new Blob([blob.slice(0, 2), segment, blob.slice(2)], { type: blob.type }) : blob;
}

// The copy is drawn upright already: turning it once more would lay it on its side.
function upright(segment) {
  const view = new DataView(segment);
  const little = view.getUint16(TIFF) === 0x4949;
  const first = TIFF + view.getUint32(TIFF + 4, little);
  for (let entry = first + 2, left = view.getUint16(first, little); left > 0; entry += 12, left -= 1) {
    if (view.getUint16(entry, little) === ORIENTATION) view.setUint16(entry + 8, 1, little);
  }
  return segment;
}
