// Folds of the register's list: as this person left them; at first the map is open where there is room.
const roomy = window.matchMedia("(min-width: 1200px)").matches;

for (const fold of document.querySelectorAll("[data-fold]")) {
  const key = `fold-${fold.dataset.fold}`;
  const left = localStorage.getItem(key);
  fold.open = left === null ? roomy && fold.dataset.fold === "map" : left === "open";
  fold.querySelector("summary").addEventListener("click", () => localStorage.setItem(key, fold.open ? "shut" : "open"));
}

// A menu closes when somebody turns to something else, or presses Escape.
const menus = [...document.querySelectorAll("details.drop")];
document.addEventListener("click", (event) => {
  for (const menu of menus) { if (!menu.contains(event.target)) { menu.open = false; } }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") { return; }
  for (const menu of menus.filter((one) => one.open)) { menu.open = false; menu.querySelector("summary").focus(); }
});
