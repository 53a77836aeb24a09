// Days that a disk holds, while one types; without it the button asks the server.
const form = document.querySelector("form[data-days]");
const found = document.querySelector("[data-found]");

const number = (text) => Number(text.trim().replace(",", "."));
const gigabytes = (text) => {
  const parts = text.trim().toLowerCase().match(/^([0-9.,]+)\s*(tb|gb)?$/);
  return parts ? number(parts[1]) * (parts[2] === "tb" ? 1000 : 1) : NaN;
};

form.addEventListener("input", () => {
  const { disk_gb: disk, bitrate_mbps: rate, eyes } = form.elements;
  const days = (gigabytes(disk.value) * 8e9) / (number(rate.value) * 1e6 * 86400 * number(eyes.value));
  const told = Number.isFinite(days) && days > 0;
  found.textContent = told ? days.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) : "—";
});
