// What every map here stands on: its ground, the wards' outlines, the islands, and how far what a camera sees reaches.
const METRES_A_DEGREE = 111195;
const VIET_NAM = [[6.0, 102.0], [24.0, 118.0]];
const ISLANDS = [["paracels", 16.45, 112.0], ["spratlys", 9.6, 113.6]];
// Islets whose dots stand for the archipelagos where the map shows the sea.
const ISLETS = [
  [16.83, 112.34], [16.54, 111.61], [16.45, 111.7], [16.67, 112.73], [16.05, 112.5],
  [8.64, 111.92], [11.43, 114.33], [10.38, 114.37], [9.89, 114.33], [8.97, 113.7], [10.18, 114.36],
];

const shaped = (name, facts = {}, ...inside) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(facts)) { made.setAttribute(key, value); }
  made.append(...inside);
  return made;
};

const element = (name, facts = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...inside);
  return made;
};

// Where one comes to, going so many metres from a place in a direction.
const gone = ([latitude, longitude], metres, degrees) => {
  const turn = (degrees * Math.PI) / 180;
  const wide = METRES_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return [latitude + (metres * Math.cos(turn)) / METRES_A_DEGREE, longitude + (metres * Math.sin(turn)) / wide];
};

// From one place to another: metres, and degrees clockwise from north.
const towards = (from, to) => {
  const north = (to[0] - from[0]) * METRES_A_DEGREE;
  const east = (to[1] - from[1]) * METRES_A_DEGREE * Math.cos((from[0] * Math.PI) / 180);
  return { metres: Math.hypot(north, east), degrees: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360 };
};

// The corners of what is seen from a place: a slice, or a whole circle.
const slice = (place, bearing, angle, reach) => {
  const steps = Math.max(6, Math.round(angle / 6));
  const edge = Array.from({ length: steps + 1 }, (_, at) => gone(place, reach, bearing - angle / 2 + (angle * at) / steps));
  return angle >= 360 ? edge : [place, ...edge];
};

// Paper with squares that move with the map.
const Paper = L.GridLayer.extend({
  createTile() { return element("div", { className: "map-square" }); },
});

const paper = (map) => new Paper({ tileSize: 96, noWrap: true }).addTo(map);

const ground = (map, given) => {
  if (given.pmtiles && window.protomapsL) {
    const dark = () => (document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light");
    let layer = protomapsL.leafletLayer({ url: given.pmtiles, flavor: dark(), lang: "vi", noWrap: true }).addTo(map);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      layer.remove();
      layer = protomapsL.leafletLayer({ url: given.pmtiles, flavor: dark(), lang: "vi", noWrap: true }).addTo(map);
    });
  } else if (given.tiles) {
    // Where their server cannot be reached there is paper, and everything else stays as it is.
    L.tileLayer(given.tiles, { maxZoom: 20, maxNativeZoom: 19 }).addTo(map).once("tileerror", () => paper(map).bringToBack());
  } else {
    paper(map);
  }
};

const worded = (map, place, text, kind) => {
  const icon = L.divIcon({ className: `map-word ${kind}`, iconSize: [0, 0], html: element("span", { textContent: text }) });
  return L.marker(place, { icon, interactive: false, keyboard: false }).addTo(map);
};

// Part of the country on any map that reaches so far.
const islands = (map, words) => {
  for (const [name, latitude, longitude] of ISLANDS) { worded(map, [latitude, longitude], words[name], "map-isle"); }
  for (const place of ISLETS) { L.circleMarker(place, { radius: 2, className: "outline", interactive: false }).addTo(map); }
};

const windowOf = (map) => {
  const seen = map.getBounds().pad(0.1);
  const edges = [seen.getSouth(), seen.getWest(), seen.getNorth(), seen.getEast()];
  const most = [-90, -180, 90, 180];
  return edges.map((edge, at) => (at < 2 ? Math.max(edge, most[at]) : Math.min(edge, most[at])).toFixed(5)).join(",");
};

// The newest answer wins; an older one that comes late is dropped.
const asking = () => {
  let latest = null;
  return async (url) => {
    latest?.abort();
    const own = latest = new AbortController();
    const answer = await fetch(url, { signal: own.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.json();
  };
};

// What to say of a call that failed: nothing when a newer one took its place.
const troubleOf = (fault) => (fault.name === "AbortError" ? "" : troubleWords(fault instanceof TypeError ? null : fault));

const outlines = (map, url) => {
  const drawn = L.layerGroup().addTo(map);
  const ask = asking();
  const draw = async () => {
    const { wards } = await ask(`${url}?window=${windowOf(map)}&zoom=${map.getZoom()}`);
    drawn.clearLayers();
    for (const ward of wards) {
      const shape = ward.outline.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [y, x])));
      const line = L.polygon(shape, { className: "outline", interactive: false }).addTo(drawn);
      if (map.getZoom() >= 12) { worded(drawn, line.getBounds().getCenter(), ward.name, ""); }
    }
  };
  const tried = () => draw().catch(() => {});
  map.on("moveend", tried);
  return tried;
};

// Begins once `box` can be seen: folded away (on a phone) it asks for nothing.
const whenSeen = (box, begin) => {
  let begun = false;
  new ResizeObserver(() => {
    if (begun || !box.offsetHeight || box.checkVisibility?.({ contentVisibilityAuto: true }) === false) { return; }
    begun = true;
    begin();
  }).observe(box);
};

// A map in `box`, an element with the data of maps/_attributes.html. `area`: [[south, west], [north, east]].
const openMap = (box, area) => {
  const given = box.dataset;
  const bounds = L.latLngBounds(area);
  const national = bounds.getNorth() - bounds.getSouth() > 2.5 || bounds.getEast() - bounds.getWest() > 3;
  const reach = national ? L.latLngBounds(VIET_NAM) : bounds.pad(1);
  box.replaceChildren();
  const map = L.map(box, {
    zoomControl: false, attributionControl: false, maxBounds: reach.pad(0.2), maxBoundsViscosity: 0.8,
    minZoom: national ? 4 : 9, maxZoom: 20,
    fadeAnimation: false, zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  L.control.zoom({ zoomInTitle: given.closer, zoomOutTitle: given.farther }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (given.credit) { L.control.attribution({ prefix: false }).addAttribution(element("i", { textContent: given.credit }).innerHTML).addTo(map); }
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector("a.leaflet-popup-close-button")?.setAttribute("aria-label", given.close));
  ground(map, given);
  islands(map, given);
  map.fitBounds(national ? reach : bounds.pad(0.05), { maxZoom: 17 });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(box);
  if (given.outlines) { outlines(map, given.outlines)(); }
  return map;
};
