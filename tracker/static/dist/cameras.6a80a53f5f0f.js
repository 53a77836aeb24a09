// Folds of the register's list: as this person left them; at first the map is open where there is room.
const isWide = window.matchMedia("(min-width: 1200px)").matches;

for (const panel of document.querySelectorAll("[data-fold]")) {
  const key = `fold-${panel.dataset.fold}`;
  const stored = localStorage.getItem(key);
  panel.open = stored === null ? isWide && panel.dataset.fold === "map" : stored === "open";
  panel.querySelector("summary").addEventListener("click", () => localStorage.setItem(key, panel.open ? "shut" : "open"));
}
