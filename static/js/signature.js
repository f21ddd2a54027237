// form[data-signature]: what is drawn in its canvas, by finger, pen or mouse, goes into the field `drawing` as a PNG.
const INK = "#111";

function bind(form) {
  const canvas = form.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let last = null;
  let length = 0;

  function blank() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    length = 0;
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    Object.assign(pen, { strokeStyle: INK, lineWidth: 5, lineCap: "round" });
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    length += Math.hypot(next[0] - last[0], next[1] - last[1]);
    last = next;
  });
  for (const ends of ["pointerup", "pointercancel"]) canvas.addEventListener(ends, () => (last = null));
  form.querySelector("[data-signature-clear]").addEventListener("click", blank);
  form.addEventListener("submit", () => {
    form.elements.drawing.value = length > 60 ? canvas.toDataURL("image/png") : "";
  });
  blank();
  form.dataset.ready = "yes";
}

document.querySelectorAll("form[data-signature]").forEach(bind);
