// Improves what works without it: the error summary's words and focus, choosing all.

// Why nothing came of a call: no answer (null) is a lost line, any other answer a fault of the server.
const troubleWords = (answer) => (answer ? document.body.dataset.fault : document.body.dataset.lost);

for (const [kind, answered] of [["htmx:sendError", null], ["htmx:responseError", true]]) {
  document.addEventListener(kind, ({ target }) => {
    const notice = target.querySelector("[data-trouble]");
    if (notice) { notice.textContent = `${troubleWords(answered)} ${notice.dataset.trouble}`; }
  });
}

const summary = document.querySelector(".summary");
for (const link of summary?.querySelectorAll("a[href^='#f-']") ?? []) {
  const label = document.querySelector(`label[for="${link.hash.slice(1)}"]`)?.firstChild.textContent.trim();
  if (label && !link.textContent.startsWith(label)) { link.prepend(`${label}: `); }
}
if (summary) { summary.focus(); }

const checkboxes = (element, name) => [...element.closest("form").querySelectorAll(`input[name="${name}"]`)];

for (const count of document.querySelectorAll("[data-count]")) {
  const showCount = () => {
    const checkedCount = checkboxes(count, count.dataset.count).filter((box) => box.checked).length;
    count.textContent = checkedCount ? `(${checkedCount})` : "";
  };
  count.closest("form").addEventListener("change", showCount);
  showCount();
}

for (const all of document.querySelectorAll("[data-all]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of checkboxes(all, all.dataset.all)) { box.checked = all.checked; }
  });
}

// A menu closes when somebody turns to something else, or presses Escape.
const menus = [...document.querySelectorAll("details.dropdown-panel, details.account-menu")];
for (const type of ["click", "focusin"]) {
  document.addEventListener(type, (event) => {
    for (const menu of menus) { if (!menu.contains(event.target)) { menu.open = false; } }
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") { return; }
  for (const menu of menus.filter(({ open }) => open)) { menu.open = false; menu.querySelector("summary").focus(); }
});
