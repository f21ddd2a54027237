// [data-locate]: the position is asked for once, when the button is pressed, and sent with this form only.
// It fills the form's lon and lat where it has them, and [data-fix] beside the button: lon, lat, metres, moment.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const words = button.querySelector("[data-locate-words]");
  const form = button.closest("form");
  words.textContent = button.dataset.busy;
  navigator.geolocation.getCurrentPosition(
    ({ coords, timestamp }) => {
      const [lon, lat] = [coords.longitude.toFixed(6), coords.latitude.toFixed(6)];
      const fix = button.parentElement.querySelector("[data-fix]");
      if (fix) fix.value = [lon, lat, Math.ceil(coords.accuracy), Math.round(timestamp)].join();
      if (!button.matches("[data-locate=photo]")) [form.elements.lon.value, form.elements.lat.value] = [lon, lat];
      words.textContent = `${button.dataset.found} (±${Math.round(coords.accuracy)} m)`;
      button.classList.add("primary");
    },
    () => (words.textContent = button.dataset.failed),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
});
