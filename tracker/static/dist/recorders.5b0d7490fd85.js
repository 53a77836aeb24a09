// Days that a disk holds, while one types; without it the button asks the server.
const form = document.querySelector("form[data-days]");
const output = document.querySelector("[data-found]");

const parseDecimal = (text) => Number(text.trim().replace(",", "."));
const parseGigabytes = (text) => {
  const parts = text.trim().toLowerCase().match(/^([0-9.,]+)\s*(tb|gb)?$/);
  return parts ? parseDecimal(parts[1]) * (parts[2] === "tb" ? 1000 : 1) : NaN;
};

form.addEventListener("input", () => {
  const { disk_gb: disk, bitrate_mbps: rate, eyes } = form.elements;
  const days = (parseGigabytes(disk.value) * 8e9) / (parseDecimal(rate.value) * 1e6 * 86400 * parseDecimal(eyes.value));
  const isKnown = Number.isFinite(days) && days > 0;
  output.textContent = isKnown ? days.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) : "—";
});
