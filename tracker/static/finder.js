// The finder: a camera is ticked on the drawing too, and the bar at the foot tells what was chosen.
const bar = document.getElementById("chosen");
const boxes = [...bar.closest("form").querySelectorAll("input[name=camera_ids]")];
const dots = new Map([...document.querySelectorAll("svg a[href^='#c']")].map((dot) => [dot.getAttribute("href").slice(2), dot]));

const put = (words, value) => words.replace("#", value);

// The words of the clock stand at the camera already.
const clockOf = (box) => box.closest("label").querySelector(".clock, .chip")?.textContent.trim() ?? "";

const told = (ticked) => {
  if (!ticked.length) { return bar.dataset.none; }
  const owners = new Set(ticked.map((box) => box.dataset.who));
  const ending = ticked.filter((box) => box.dataset.end).sort((one, other) => one.dataset.end - other.dataset.end);
  const parts = [put(bar.dataset.cameras, ticked.length), put(bar.dataset.owners, owners.size)];
  return [...parts, ...ending.slice(0, 1).map((box) => put(bar.dataset.first, clockOf(box)))].join(" · ");
};

const show = () => {
  bar.querySelector("strong").textContent = told(boxes.filter((box) => box.checked));
  for (const box of boxes) { dots.get(box.value)?.classList.toggle("chosen", box.checked); }
};

for (const [number, dot] of dots) {
  dot.addEventListener("click", (event) => {
    const box = boxes.find(({ value }) => value === number);
    if (!box) { return; }
    event.preventDefault();
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
bar.closest("form").addEventListener("change", show);
show();
