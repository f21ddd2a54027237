// Console only, loaded before first paint: tells the kit which theme "as the device" means.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const apply = () => {
  const theme = root.dataset.theme;
  root.dataset.bsTheme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
};
apply();
dark.addEventListener("change", apply);
new MutationObserver(apply).observe(root, { attributeFilter: ["data-theme"] });
