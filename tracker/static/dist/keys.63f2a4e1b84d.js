// Keys that save a way: / to search, g and a letter to go to a place of the menu, ? to see them. Never while typing.
{
  const WAIT_MS = 1500; // for the letter after g
  const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");
  const dialog = document.getElementById("keys");
  let expectsPlace = false;

  const goTo = (key) => document.querySelector(`.menu a[data-key="${CSS.escape(key)}"]`)?.click();

  const focusSearch = (event) => {
    const field = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent);
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) { return; }
    if (expectsPlace) { expectsPlace = false; goTo(event.key); return; }
    if (event.key === "g") { expectsPlace = true; setTimeout(() => { expectsPlace = false; }, WAIT_MS); }
    if (event.key === "?") { dialog?.showModal(); }
    if (event.key === "/") { focusSearch(event); }
  });
}
