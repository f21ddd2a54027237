// [data-preferences]: theme and text size change at once; the language needs the server.
const YEAR = 31536000;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-preferences]");
  const button = event.submitter;
  if (!form || !button || button.name === "language") return;
  event.preventDefault();
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `linli_${button.name}=${button.value}; path=/; max-age=${YEAR}; SameSite=Lax${secure}`;
  document.documentElement.dataset[button.name] = button.value;
  for (const other of form.querySelectorAll(`button[name="${button.name}"]`)) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});
