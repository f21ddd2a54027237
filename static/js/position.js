// [data-locate]: the position is asked for once, when the button is pressed, and sent with this form only.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const words = button.querySelector("[data-locate-words]");
  const form = button.closest("form");
  words.textContent = button.dataset.busy;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lon.value = coords.longitude.toFixed(6);
      form.elements.lat.value = coords.latitude.toFixed(6);
      words.textContent = `${button.dataset.found} (±${Math.round(coords.accuracy)} m)`;
      button.classList.add("primary");
    },
    () => (words.textContent = button.dataset.failed),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
});
