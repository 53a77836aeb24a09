// What every map here is made of: base map, the wards' outlines, the islands, and the sector that a camera sees.
const METRES_PER_DEGREE = 111195; // of latitude, on a sphere of 6,371 km
export const VIET_NAM = [[6.0, 102.0], [24.0, 118.0]];
const ISLANDS = [["paracels", 16.45, 112.0], ["spratlys", 9.6, 113.6]];
// Islets whose dots stand for the archipelagos where the map shows the sea.
const ISLETS = [
  [16.83, 112.34], [16.54, 111.61], [16.45, 111.7], [16.67, 112.73], [16.05, 112.5],
  [8.64, 111.92], [11.43, 114.33], [10.38, 114.37], [9.89, 114.33], [8.97, 113.7], [10.18, 114.36],
];

export const svgElement = (name, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) { node.setAttribute(key, value); }
  node.append(...children);
  return node;
};

export const htmlElement = (name, attributes = {}, ...children) => {
  const node = Object.assign(document.createElement(name), attributes);
  node.append(...children);
  return node;
};

// Where one comes to, going so many metres from a place in a direction.
export const destinationPoint = ([latitude, longitude], metres, degrees) => {
  const radians = (degrees * Math.PI) / 180;
  const metresPerDegreeEast = METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return [latitude + (metres * Math.cos(radians)) / METRES_PER_DEGREE, longitude + (metres * Math.sin(radians)) / metresPerDegreeEast];
};

// From one place to another: metres, and degrees clockwise from north.
export const distanceAndBearing = (from, to) => {
  const north = (to[0] - from[0]) * METRES_PER_DEGREE;
  const east = (to[1] - from[1]) * METRES_PER_DEGREE * Math.cos((from[0] * Math.PI) / 180);
  return { metres: Math.hypot(north, east), degrees: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360 };
};

// The corners of what a camera sees from a place: a sector, or a whole circle.
export const sectorPolygon = (place, bearing, angle, reach) => {
  const steps = Math.max(6, Math.round(angle / 6));
  const edge = Array.from({ length: steps + 1 }, (_, step) => destinationPoint(place, reach, bearing - angle / 2 + (angle * step) / steps));
  return angle >= 360 ? edge : [place, ...edge];
};

// Paper with squares that move with the map.
const addGridPaper = (map) => {
  const paper = L.gridLayer({ tileSize: 96, noWrap: true });
  paper.createTile = () => htmlElement("div", { className: "map-square" });
  return paper.addTo(map);
};

const addBaseMap = (map, options) => {
  if (options.pmtiles && window.protomapsL) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const flavor = () => (dark.matches ? "dark" : "light");
    let layer = protomapsL.leafletLayer({ url: options.pmtiles, flavor: flavor(), lang: "vi", noWrap: true }).addTo(map);
    dark.addEventListener("change", () => {
      layer.remove();
      layer = protomapsL.leafletLayer({ url: options.pmtiles, flavor: flavor(), lang: "vi", noWrap: true }).addTo(map);
    });
  } else if (options.tiles) {
    // Where their server cannot be reached there is paper, and everything else stays as it is.
    L.tileLayer(options.tiles, { maxZoom: 20, maxNativeZoom: 19 }).addTo(map).once("tileerror", () => addGridPaper(map).bringToBack());
  } else {
    addGridPaper(map);
  }
};

export const textMarker = (map, place, text, kind) => {
  const icon = L.divIcon({ className: `map-label ${kind}`, iconSize: [0, 0], html: htmlElement("span", { textContent: text }) });
  return L.marker(place, { icon, interactive: false, keyboard: false }).addTo(map);
};

// Part of the country on any map that reaches so far.
const addIslands = (map, words) => {
  for (const [name, latitude, longitude] of ISLANDS) { textMarker(map, [latitude, longitude], words[name], "map-island"); }
  for (const place of ISLETS) { L.circleMarker(place, { radius: 2, className: "outline", interactive: false }).addTo(map); }
};

export const visibleBounds = (map) => {
  const bounds = map.getBounds().pad(0.1);
  const sides = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
  const limits = [-90, -180, 90, 180];
  return sides.map((edge, side) => (side < 2 ? Math.max(edge, limits[side]) : Math.min(edge, limits[side])).toFixed(5)).join(",");
};

// What to say of a call that failed: nothing when a newer one took its place.
export const callTrouble = (error) => (error.name === "AbortError" ? "" : troubleWords(error instanceof TypeError ? null : error));

// The newest answer wins; an older one that comes late is dropped.
export const latestRequest = () => {
  let latest = null;
  return async (url) => {
    latest?.abort();
    const controller = latest = new AbortController();
    const answer = await fetch(url, { signal: controller.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.json();
  };
};

const addWardOutlines = (map, url) => {
  const drawnLayer = L.layerGroup().addTo(map);
  const request = latestRequest();
  const draw = async () => {
    const { wards } = await request(`${url}?window=${visibleBounds(map)}&zoom=${map.getZoom()}`);
    drawnLayer.clearLayers();
    for (const ward of wards) {
      const shape = ward.outline.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [y, x])));
      const line = L.polygon(shape, { className: "outline", interactive: false }).addTo(drawnLayer);
      if (map.getZoom() >= 12) { textMarker(drawnLayer, line.getBounds().getCenter(), ward.name, ""); }
    }
  };
  const drawQuietly = () => draw().catch(() => {});
  map.on("moveend", drawQuietly);
  return drawQuietly;
};

// A map in `box`, an element with the data of maps/_attributes.html. `area`: [[south, west], [north, east]].
export const openMap = (box, area) => {
  const options = box.dataset;
  const bounds = L.latLngBounds(area);
  const isNational = bounds.getNorth() - bounds.getSouth() > 2.5 || bounds.getEast() - bounds.getWest() > 3;
  const reach = isNational ? L.latLngBounds(VIET_NAM) : bounds.pad(1);
  box.replaceChildren();
  const map = L.map(box, {
    zoomControl: false, attributionControl: false, maxBounds: reach.pad(0.2), maxBoundsViscosity: 0.8,
    minZoom: isNational ? 4 : 9, maxZoom: 20,
    fadeAnimation: false, zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  L.control.zoom({ zoomInTitle: options.closer, zoomOutTitle: options.farther }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (options.credit) { L.control.attribution({ prefix: false }).addAttribution(htmlElement("i", { textContent: options.credit }).innerHTML).addTo(map); }
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector("a.leaflet-popup-close-button")?.setAttribute("aria-label", options.close));
  addBaseMap(map, options);
  addIslands(map, options);
  map.fitBounds(isNational ? reach : bounds.pad(0.05), { maxZoom: 17 });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(box);
  if (options.outlines) { addWardOutlines(map, options.outlines)(); }
  return map;
};
