// The map of a list of cameras: clusters from afar, cameras and what they see when near. The page's query is its filter.
import {
  callTrouble, htmlElement, latestRequest, openMap, sectorPolygon, svgElement, visibleBounds,
} from "./map.js";
import { addTown } from "./town.js";

const panel = document.getElementById("camera-map");
const UNKNOWN_REACH_M = 30; // drawn dashed
const STATES = ["working", "broken", "unknown"];
const NOT_FILTERS = ["after", "limit", "sort", "order", "columns", "box"];

const healthLabel = (state) => document.querySelector(`.legend [data-state="${state}"] span`).textContent;
const healthGlyph = (state) => document.querySelector(`.legend [data-state="${state}"] svg`).cloneNode(true);
const formatNumber = (count) => count.toLocaleString(document.documentElement.lang);

const filterQuery = (keptNames = []) => {
  const query = new URLSearchParams(window.location.search);
  for (const name of NOT_FILTERS) { if (!keptNames.includes(name)) { query.delete(name); } }
  return query;
};

// A ring whose parts are as long as the shares of the states, with the count in it.
const clusterIcon = (counts) => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const circumference = 2 * Math.PI * 17;
  let offset = 0;
  const parts = counts.map((count, index) => {
    const length = (count / total) * circumference;
    const part = svgElement("circle", {
      class: `share ${STATES[index]}`, cx: 20, cy: 20, r: 17, "stroke-dasharray": `${length} ${circumference}`,
      "stroke-dashoffset": -offset, transform: "rotate(-90 20 20)",
    });
    offset += length;
    return part;
  });
  const short = total >= 10000 ? `${formatNumber(Math.round(total / 1000))}k` : formatNumber(total);
  const tooltip = STATES.map((state, index) => (counts[index] ? `${healthLabel(state)}: ${formatNumber(counts[index])}` : "")).filter(Boolean).join("\n");
  return svgElement("svg", { viewBox: "0 0 40 40", class: "cluster" }, svgElement("circle", { class: "face", cx: 20, cy: 20, r: 19 }),
    ...parts, svgElement("text", { x: 20, y: 20.5, "font-size": short.length > 4 ? 9.5 : short.length > 2 ? 12 : 15 }, short), svgElement("title", {}, tooltip));
};

const clusterMarker = (place, counts, onClick) => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const size = total === 1 ? 20 : Math.min(64, 32 + Math.log10(total) * 9);
  const html = total === 1 ? healthGlyph(STATES[counts.indexOf(1)]) : clusterIcon(counts);
  const icon = L.divIcon({ className: "", iconSize: [size, size], html });
  return L.marker(place, { icon, keyboard: false }).on("click", onClick);
};

const popupLine = (camera) => {
  const link = htmlElement("a", { href: panel.dataset.camera.replace("/0", `/${camera.id}`) }, htmlElement("strong", { textContent: camera.code }));
  const name = camera.name === camera.code ? "" : ` ${camera.name}`;
  return htmlElement("li", {}, link, name, htmlElement("br"), healthGlyph(camera.health), ` ${healthLabel(camera.health)}`);
};

const rowOf = (id) => document.querySelector(`[data-camera-row="${id}"]`);

class Cameras {
  constructor(map) {
    this.map = map;
    this.drawn = L.layerGroup().addTo(map);
    this.ring = L.layerGroup().addTo(map);
    this.markers = new Map();
    this.request = latestRequest();
    map.on("moveend", () => this.load());
  }

  async load() {
    const query = filterQuery();
    query.set("window", visibleBounds(this.map));
    query.set("zoom", Math.round(this.map.getZoom()));
    try {
      this.draw(await this.request(`${panel.dataset.cameras}?${query}`));
    } catch (fault) {
      if (fault.name !== "AbortError") { showStatus(`${callTrouble(fault)} ${panel.dataset.failed}`); }
    }
  }

  draw({ cells = [], cameras = [] }) {
    const open = this.open;
    this.drawn.clearLayers();
    this.markers.clear();
    for (const [latitude, longitude, ...counts] of cells) {
      clusterMarker([latitude, longitude], counts, () => this.map.setView([latitude, longitude], this.map.getZoom() + 2)).addTo(this.drawn);
    }
    const places = new Map();
    for (const camera of cameras) {
      this.drawSector(camera);
      const key = `${camera.latitude},${camera.longitude}`;
      places.set(key, [...(places.get(key) ?? []), camera]);
    }
    for (const camerasThere of places.values()) { this.drawPlace(camerasThere, open); }
    const count = cameras.length + cells.reduce((sum, cell) => sum + cell[2] + cell[3] + cell[4], 0);
    showStatus(`${formatNumber(count)} ${panel.dataset.shown}`);
    offerBoundsFilter(this.map);
  }

  drawSector(camera) {
    const allRound = camera.form === "ptz" || camera.form === "panoramic";
    if (!allRound && camera.bearing === null) { return; }
    const angle = allRound ? 360 : camera.view_angle ?? 90;
    const corners = sectorPolygon([camera.latitude, camera.longitude], camera.bearing ?? 0, angle, camera.reach_m ?? UNKNOWN_REACH_M);
    const known = camera.reach_m === null ? " reach-unknown" : "";
    L.polygon(corners, { className: `view-sector ${camera.health}${known}`, interactive: false }).addTo(this.drawn);
  }

  drawPlace(cameras, open) {
    const place = [cameras[0].latitude, cameras[0].longitude];
    const sameHealth = cameras.every((camera) => camera.health === cameras[0].health);
    const counts = STATES.map((state) => cameras.filter((camera) => camera.health === state).length);
    const html = sameHealth && cameras.length === 1 ? healthGlyph(cameras[0].health) : clusterIcon(counts);
    const size = cameras.length === 1 ? 20 : 32;
    const marker = L.marker(place, { icon: L.divIcon({ className: "", iconSize: [size, size], html }), keyboard: false, title: cameras.map((camera) => camera.code).join(", ") });
    marker.addTo(this.drawn).bindPopup(() => htmlElement("ul", {}, ...cameras.map(popupLine)), { maxWidth: 260, autoPanPadding: [12, 12] });
    marker.on("popupopen", () => { this.open = place.join(); this.highlight(cameras, true); });
    marker.on("popupclose", () => { this.open = null; this.highlight(cameras, false); });
    for (const camera of cameras) { this.markers.set(String(camera.id), marker); }
    if (open === place.join()) { this.reopen(marker); }
  }

  // What was open before the map was drawn anew: the map stays where somebody has moved it.
  reopen(marker) {
    const { options } = marker.getPopup();
    options.autoPan = false;
    marker.openPopup();
    options.autoPan = true;
  }

  highlight(cameras, on) {
    for (const camera of cameras) { rowOf(camera.id)?.classList.toggle("highlighted", on); }
  }

  // Shows where the camera of a row is: at any zoom, as long as it lies within sight.
  showPlace(place) {
    this.ring.clearLayers();
    if (place) { L.circleMarker(place, { radius: 14, className: "highlight-ring", interactive: false }).addTo(this.ring); }
  }
}

const showStatus = (text) => { document.querySelector(".map-message").textContent = [text, panel.dataset.left].filter(Boolean).join(" · "); };

const offerBoundsFilter = (map) => {
  const link = document.getElementById("within-map");
  const query = filterQuery(["sort", "order", "columns"]);
  const bounds = map.getBounds();
  query.set("box", [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((edge) => edge.toFixed(5)).join(","));
  link.href = `${window.location.pathname}?${query}`;
  link.hidden = false;
};

const followRows = (cameras) => {
  const placeOf = (event) => event.target.closest?.("[data-camera-row]")?.dataset.place?.split(",").map(Number);
  for (const [name, reader] of [["pointerover", placeOf], ["focusin", placeOf], ["pointerleave", () => null]]) {
    document.querySelector("table.list")?.addEventListener(name, (event) => cameras.showPlace(reader(event)));
  }
};

const draw = async () => {
  const query = filterQuery(["box"]);
  const answer = await latestRequest()(`${panel.dataset.cameras}?${query}`);
  if (!answer.placed) { panel.replaceChildren(htmlElement("p", { className: "map-placeholder", textContent: panel.dataset.none })); return; }
  const unplaced = answer.cameras - answer.placed;
  panel.dataset.left = unplaced ? `${formatNumber(unplaced)} ${panel.dataset.unplaced}` : "";
  const map = openMap(panel, [[answer.south, answer.west], [answer.north, answer.east]]);
  addTown(map, panel);
  const box = new URLSearchParams(window.location.search).get("box")?.split(",").map(Number);
  if (box?.length === 4) {
    const frame = [[box[0], box[1]], [box[2], box[3]]];
    L.rectangle(frame, { className: "filter-frame", interactive: false }).addTo(map);
    map.fitBounds(frame);
  }
  const cameras = new Cameras(map);
  followRows(cameras);
  await cameras.load();
};

export const start = () => draw().catch((error) => showStatus(`${callTrouble(error)} ${panel.dataset.failed}`));
