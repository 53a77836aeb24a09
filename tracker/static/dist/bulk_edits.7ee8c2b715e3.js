// Whoever fills in a field means to set it: its box is ticked at the first key or choice.
for (const box of document.querySelectorAll("[data-sets]")) {
  const field = document.getElementById(box.dataset.sets);
  field?.addEventListener("input", () => { box.checked = true; });
}
