// What the register knows of a town, drawn where there is no base map: ward names, streets, crossings, landmarks.
import { htmlElement, latestRequest, visibleBounds } from "./map.js";

const LETTER_PX = 6.6; // of the labels' letters, near enough to keep labels from lying on each other
const LABEL_PX = 16;
const [LINES, NAMES] = ["town-lines", "town-names"]; // panes under the cameras, so that nothing hides these
const BELOW_PX = 20; // a place's name stands under its dot
const SHORTEST = 0.9; // a street's name stands where a stretch of it is so long, by the length of the name

// Labels take their room one after the other; what would lie on another is left out.
export class Room {
  constructor(map) {
    this.map = map;
    this.taken = [];
  }

  take(place, text, { below = 0, degrees = 0 } = {}) {
    const { x, y } = this.map.latLngToContainerPoint(place);
    const [along, across] = [Math.cos, Math.sin].map((share) => Math.abs(share((degrees * Math.PI) / 180)));
    const halfWidth = (text.length * LETTER_PX * along + LABEL_PX * across) / 2;
    const halfHeight = (text.length * LETTER_PX * across + LABEL_PX * along) / 2;
    const box = [x - halfWidth, y + below - halfHeight, x + halfWidth, y + below + halfHeight];
    const size = this.map.getSize();
    const inside = box[2] > 0 && box[3] > 0 && box[0] < size.x && box[1] < size.y;
    if (!inside || this.taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) { return false; }
    this.taken.push(box);
    return true;
  }
}

const label = (layer, place, text, kind, degrees = 0) => {
  const words = htmlElement("span", { textContent: text });
  if (degrees) { words.style.transform = `translate(-50%, -50%) rotate(${degrees}deg)`; }
  L.marker(place, { icon: L.divIcon({ className: `map-label ${kind}`, iconSize: [0, 0], html: words }), interactive: false, keyboard: false, pane: NAMES }).addTo(layer);
};

// Where in sight a street is longest, and which way it runs there: its name stands along it.
const nameSpot = (map, paths) => {
  let best = { length: 0 };
  for (const path of paths) {
    const [from, to] = [path[0], path[path.length - 1]].map((place) => map.latLngToContainerPoint(place));
    const middle = path[Math.floor(path.length / 2)];
    const length = map.getBounds().contains(middle) ? from.distanceTo(to) : 0;
    const degrees = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
    if (length > best.length) { best = { length, middle, degrees: degrees > 90 || degrees < -90 ? degrees + 180 : degrees }; }
  }
  return best;
};

const drawLines = (layer, lines) => {
  for (const [, , style, path] of lines) {
    if (style === "solid") { L.polyline(path, { className: "street-edge", interactive: false, pane: LINES }).addTo(layer); }
  }
  for (const [, , style, path] of lines) { L.polyline(path, { className: `street ${style}`, interactive: false, pane: LINES }).addTo(layer); }
};

const nameStreets = (map, layer, room, lines) => {
  const streets = new Map();
  for (const [street, name, style, path] of lines) {
    const known = streets.get(street) ?? { name, paths: [], guessed: style === "dashed" };
    if (style !== "dotted") { known.paths.push(path); }
    streets.set(street, known);
  }
  for (const { name, paths, guessed } of streets.values()) {
    const { length, middle, degrees } = nameSpot(map, paths);
    if (length > name.length * LETTER_PX * SHORTEST && room.take(middle, name, { degrees })) {
      label(layer, middle, name, guessed ? "street-name guessed" : "street-name", degrees);
    }
  }
};

const drawTown = (map, layer, { wards, lines, labels }) => {
  const room = new Room(map);
  layer.clearLayers();
  drawLines(layer, lines);
  nameStreets(map, layer, room, lines);
  for (const [name, latitude, longitude] of wards) {
    if (room.take([latitude, longitude], name)) { label(layer, [latitude, longitude], name, "ward-name"); }
  }
  for (const [name, latitude, longitude] of labels) {
    if (room.take([latitude, longitude], name, { below: BELOW_PX })) { label(layer, [latitude, longitude], name, "place-name"); }
  }
};

// `box` shows the caption only where something is drawn.
export const addTown = (map, box) => {
  if (!box.dataset.town) { return; }
  map.createPane(LINES).style.zIndex = 350;
  map.createPane(NAMES).style.zIndex = 360;
  const layer = L.layerGroup().addTo(map);
  const request = latestRequest();
  const caption = htmlElement("p", { className: "map-caption sub", textContent: box.dataset.caption, hidden: true });
  box.after(caption);
  const draw = async () => {
    const town = await request(`${box.dataset.town}?window=${visibleBounds(map)}&zoom=${Math.round(map.getZoom())}`);
    drawTown(map, layer, town);
    caption.hidden = town.lines.length === 0;
  };
  const drawQuietly = () => draw().catch(() => {});
  map.on("moveend", drawQuietly);
  drawQuietly();
};
