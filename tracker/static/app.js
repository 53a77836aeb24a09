// Improves what works without it: keys, the focus on an error summary, the device's place, choosing all.
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target)) {
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
  }
});

const summary = document.querySelector(".summary");
if (summary) { summary.focus(); }

for (const button of document.querySelectorAll("[data-here]")) {
  if (!navigator.geolocation || !window.isSecureContext) { continue; }
  button.hidden = false;
  button.addEventListener("click", () => {
    const said = button.nextElementSibling;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const form = button.form;
        form.elements.latitude.value = coords.latitude.toFixed(6).replace(".", ",");
        form.elements.longitude.value = coords.longitude.toFixed(6).replace(".", ",");
        said.textContent = `± ${Math.round(coords.accuracy)} m`;
      },
      () => { said.textContent = button.dataset.failed; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("form").querySelectorAll(`input[name="${all.dataset.all}"]`)) { box.checked = all.checked; }
  });
}
