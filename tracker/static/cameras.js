// Folds of the register's list: as this person left them; at first the map is open where there is room.
const roomy = window.matchMedia("(min-width: 1200px)").matches;

for (const fold of document.querySelectorAll("[data-fold]")) {
  const key = `fold-${fold.dataset.fold}`;
  const left = localStorage.getItem(key);
  fold.open = left === null ? roomy && fold.dataset.fold === "map" : left === "open";
  fold.querySelector("summary").addEventListener("click", () => localStorage.setItem(key, fold.open ? "shut" : "open"));
}
