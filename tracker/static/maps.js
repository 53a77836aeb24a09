// The map of a list of cameras: clusters from afar, cameras and what they see when near. The page's query is its filter.
const panel = document.getElementById("camera-map");
const STATES = ["working", "broken", "unknown"];
const PASSED_OVER = ["after", "limit", "sort", "order", "columns", "box"];

const legend = (state) => document.querySelector(`.legend [data-state="${state}"] span`).textContent;
const mark = (state) => document.querySelector(`.legend [data-state="${state}"] svg`).cloneNode(true);
const written = (count) => count.toLocaleString(document.documentElement.lang);

const filterOf = (kept = []) => {
  const query = new URLSearchParams(window.location.search);
  for (const name of PASSED_OVER) { if (!kept.includes(name)) { query.delete(name); } }
  return query;
};

// A ring whose parts are as long as the shares of the states, with the count in it.
const ring = (counts) => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const around = 2 * Math.PI * 17;
  let before = 0;
  const parts = counts.map((count, at) => {
    const length = (count / total) * around;
    const part = shaped("circle", {
      class: `share ${STATES[at]}`, cx: 20, cy: 20, r: 17, "stroke-dasharray": `${length} ${around}`,
      "stroke-dashoffset": -before, transform: "rotate(-90 20 20)",
    });
    before += length;
    return part;
  });
  const short = total >= 10000 ? `${written(Math.round(total / 1000))}k` : written(total);
  const told = STATES.map((state, at) => (counts[at] ? `${legend(state)}: ${written(counts[at])}` : "")).filter(Boolean).join("\n");
  return shaped("svg", { viewBox: "0 0 40 40", class: "cluster" }, shaped("circle", { class: "face", cx: 20, cy: 20, r: 19 }),
    ...parts, shaped("text", { x: 20, y: 20.5, "font-size": short.length > 4 ? 9.5 : short.length > 2 ? 12 : 15 }, short), shaped("title", {}, told));
};

const cluster = (place, counts, pressed) => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const size = total === 1 ? 20 : Math.min(64, 32 + Math.log10(total) * 9);
  const html = total === 1 ? mark(STATES[counts.indexOf(1)]) : ring(counts);
  const icon = L.divIcon({ className: "", iconSize: [size, size], html });
  return L.marker(place, { icon, keyboard: false }).on("click", pressed);
};

const line = (camera) => {
  const link = element("a", { href: panel.dataset.camera.replace("/0", `/${camera.id}`) }, element("strong", { textContent: camera.code }));
  const name = camera.name === camera.code ? "" : ` ${camera.name}`;
  return element("li", {}, link, name, element("br"), mark(camera.health), ` ${legend(camera.health)}`);
};

const row = (id) => document.querySelector(`[data-camera-row="${id}"]`);

class Cameras {
  constructor(map) {
    this.map = map;
    this.drawn = L.layerGroup().addTo(map);
    this.spot = L.layerGroup().addTo(map);
    this.markers = new Map();
    this.ask = asking();
    map.on("moveend", () => this.load());
  }

  async load() {
    const query = filterOf();
    query.set("window", windowOf(this.map));
    query.set("zoom", Math.round(this.map.getZoom()));
    try {
      this.draw(await this.ask(`${panel.dataset.cameras}?${query}`));
    } catch (fault) {
      if (fault.name !== "AbortError") { say(`${troubleOf(fault)} ${panel.dataset.failed}`); }
    }
  }

  draw({ cells = [], cameras = [] }) {
    const open = this.open;
    this.drawn.clearLayers();
    this.markers.clear();
    for (const [latitude, longitude, ...counts] of cells) {
      cluster([latitude, longitude], counts, () => this.map.setView([latitude, longitude], this.map.getZoom() + 2)).addTo(this.drawn);
    }
    const places = new Map();
    for (const camera of cameras) {
      this.drawSight(camera);
      const key = `${camera.latitude},${camera.longitude}`;
      places.set(key, [...(places.get(key) ?? []), camera]);
    }
    for (const found of places.values()) { this.drawPlace(found, open); }
    const count = cameras.length + cells.reduce((sum, cell) => sum + cell[2] + cell[3] + cell[4], 0);
    say(`${written(count)} ${panel.dataset.shown}`);
    offer(this.map);
  }

  drawSight(camera) {
    const round = camera.form === "ptz" || camera.form === "panoramic";
    if (!round && camera.bearing === null) { return; }
    const angle = round ? 360 : camera.view_angle ?? 90;
    const corners = slice([camera.latitude, camera.longitude], camera.bearing ?? 0, angle, camera.reach_m ?? 60);
    L.polygon(corners, { className: `sees ${camera.health}`, interactive: false }).addTo(this.drawn);
  }

  drawPlace(cameras, open) {
    const place = [cameras[0].latitude, cameras[0].longitude];
    const alike = cameras.every((camera) => camera.health === cameras[0].health);
    const counts = STATES.map((state) => cameras.filter((camera) => camera.health === state).length);
    const html = alike && cameras.length === 1 ? mark(cameras[0].health) : ring(counts);
    const size = cameras.length === 1 ? 20 : 32;
    const marker = L.marker(place, { icon: L.divIcon({ className: "", iconSize: [size, size], html }), keyboard: false, title: cameras.map((camera) => camera.code).join(", ") });
    marker.addTo(this.drawn).bindPopup(() => element("ul", {}, ...cameras.map(line)), { maxWidth: 260, autoPan: false });
    marker.on("popupopen", () => { this.open = place.join(); this.light(cameras, true); });
    marker.on("popupclose", () => { this.open = null; this.light(cameras, false); });
    for (const camera of cameras) { this.markers.set(String(camera.id), marker); }
    if (open === place.join()) { marker.openPopup(); }
  }

  light(cameras, on) {
    for (const camera of cameras) { row(camera.id)?.classList.toggle("here", on); }
  }

  // Shows where a row of the list is: at any zoom, as long as it lies within sight.
  point(place) {
    this.spot.clearLayers();
    if (place) { L.circleMarker(place, { radius: 14, className: "spot", interactive: false }).addTo(this.spot); }
  }
}

const say = (text) => { document.querySelector(".map-said").textContent = [text, panel.dataset.left].filter(Boolean).join(" · "); };

const offer = (map) => {
  const link = document.getElementById("within-map");
  const query = filterOf(["sort", "order", "columns"]);
  const seen = map.getBounds();
  query.set("box", [seen.getSouth(), seen.getWest(), seen.getNorth(), seen.getEast()].map((edge) => edge.toFixed(5)).join(","));
  link.href = `${window.location.pathname}?${query}`;
  link.hidden = false;
};

const follow = (cameras) => {
  const at = (event) => event.target.closest?.("[data-camera-row]")?.dataset.place?.split(",").map(Number);
  for (const [name, reader] of [["pointerover", at], ["focusin", at], ["pointerleave", () => null]]) {
    document.querySelector("table.list")?.addEventListener(name, (event) => cameras.point(reader(event)));
  }
};

const begin = async () => {
  const query = filterOf(["box"]);
  const found = await asking()(`${panel.dataset.cameras}?${query}`);
  if (!found.placed) { panel.replaceChildren(element("p", { className: "map-note", textContent: panel.dataset.none })); return; }
  const left = found.cameras - found.placed;
  panel.dataset.left = left ? `${written(left)} ${panel.dataset.unplaced}` : "";
  const map = openMap(panel, [[found.south, found.west], [found.north, found.east]]);
  const box = new URLSearchParams(window.location.search).get("box")?.split(",").map(Number);
  if (box?.length === 4) {
    const frame = [[box[0], box[1]], [box[2], box[3]]];
    L.rectangle(frame, { className: "frame", interactive: false }).addTo(map);
    map.fitBounds(frame);
  }
  const cameras = new Cameras(map);
  follow(cameras);
  await cameras.load();
};

if (panel) { whenSeen(panel, () => begin().catch((fault) => say(`${troubleOf(fault)} ${panel.dataset.failed}`))); }
