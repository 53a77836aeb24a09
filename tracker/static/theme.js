// Follows the system's light or dark setting. Without JavaScript the page is light.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const applyTheme = () => { document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light"; };
dark.addEventListener("change", applyTheme);
applyTheme();
