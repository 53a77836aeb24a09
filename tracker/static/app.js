// Improves what works without it: the focus on an error summary, the device's place, choosing all.
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
        form.elements.longitude.dispatchEvent(new Event("input", { bubbles: true }));
        said.textContent = `± ${Math.round(coords.accuracy)} m`;
      },
      () => { said.textContent = button.dataset.failed; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

const boxes = (element, name) => [...element.closest("form").querySelectorAll(`input[name="${name}"]`)];

for (const count of document.querySelectorAll("[data-count]")) {
  const tell = () => {
    const chosen = boxes(count, count.dataset.count).filter((box) => box.checked).length;
    count.textContent = chosen ? `(${chosen})` : "";
  };
  count.closest("form").addEventListener("change", tell);
  tell();
}

for (const all of document.querySelectorAll("[data-all]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes(all, all.dataset.all)) { box.checked = all.checked; }
  });
}
