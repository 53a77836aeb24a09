// Improves what works without it: the error summary's words and focus, choosing all.

const SESSION_ENDED = 401;

// Why nothing came of a call: no answer (null) is a lost line; 401 says that the session ended; any other answer is a
// fault of the server.
const troubleWords = (answer) => {
  const { ended, fault, lost } = document.body.dataset;
  if (!answer) { return lost; }
  return answer.status === SESSION_ENDED ? ended : fault;
};

for (const kind of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(kind, ({ target, detail }) => {
    const said = target.querySelector("[data-trouble]");
    const words = troubleWords(kind === "htmx:sendError" ? null : detail.xhr);
    if (said) { said.textContent = `${words} ${said.dataset.trouble}`; }
  });
}

// After signing in again a form that the session's end came between is opened, filled in; it is sent by pressing only.
document.querySelector("form[data-resume]")?.submit();

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
