// One map to say where a camera hangs and what it sees: a pin, a sector, a handle at its tip. The form's fields hold
// the truth; whatever is moved here is written there, and whatever is typed there moves here.
import {
  VIET_NAM, callTrouble, destinationPoint, distanceAndBearing, htmlElement, latestRequest, openMap, sectorPolygon, svgElement,
  textMarker, visibleBounds,
} from "./map.js";
import { Room, addTown } from "./town.js";

const mapBox = document.getElementById("place-map");
const fields = mapBox.closest("form").elements;
const texts = mapBox.dataset;
const message = document.getElementById("place-said");

const MOST_REACH_M = 2000;
const DRAWN_REACH_M = 30; // where nobody knows how far it sees: dashed
const DETECT_PX_PER_M = 25; // EN 62676-4, as in cameras/optics.py
const WIDEST_FLAT_DEGREES = 120;
const USUAL_ANGLE = 90;
const ALL_ROUND = ["ptz", "panoramic"];
const TYPING_MS = 400; // of silence, before what was typed is looked at
const PHOTO_HEAD_BYTES = 262144; // the place of a photo stands in its first part
const PIN = "M8 0a6 6 0 0 0-6 6c0 4.5 6 10 6 10s6-5.5 6-10a6 6 0 0 0-6-6zm0 8.2A2.2 2.2 0 1 1 8 3.8a2.2 2.2 0 0 1 0 4.4z";

const formatDecimal = (number, digits) => number.toFixed(digits).replace(".", ",");
const clamp = (number, least, most) => Math.min(most, Math.max(least, number));
const fieldNumber = (name) => {
  const typed = fields[name]?.value.trim().replace("°", "").replace(",", ".");
  return typed && Number.isFinite(Number(typed)) ? Number(typed) : null;
};
// As far as its picture shows somebody, by its width and angle. Megapixels are the server's to read.
const pictureReach = () => {
  const [width, angle] = [fieldNumber("width_px"), fieldNumber("view_angle")];
  if (width === null || width < 160 || angle === null) { return null; }
  const [half, whole] = [Math.min(angle, WIDEST_FLAT_DEGREES) * Math.PI / 360, angle * Math.PI / 180];
  return width / Math.max(2 * Math.tan(half), whole) / DETECT_PX_PER_M;
};
const showMessage = (text) => { if (message) { message.textContent = text ?? ""; } };

const requestPlace = latestRequest();
const parseCoordinates = (text) => {
  const ward = fields.ward_code?.value.trim() ?? "";
  return requestPlace(`${texts.read}?${new URLSearchParams(ward ? { place: text, ward } : { place: text })}`);
};

const addDot = (layer, place) => L.circleMarker(place, { radius: 5, className: "existing-camera", interactive: false }).addTo(layer);

// The cameras that are there already, so that paper without streets tells where one is.
const addNeighbours = (map) => {
  const layer = L.layerGroup().addTo(map);
  const request = latestRequest();
  const draw = async () => {
    const zoom = map.getZoom();
    const { cells = [], cameras = [] } = await request(`${texts.cameras}?window=${visibleBounds(map)}&zoom=${Math.round(zoom)}`);
    const room = new Room(map);
    layer.clearLayers();
    for (const [latitude, longitude] of cells) { addDot(layer, [latitude, longitude]); }
    for (const camera of cameras) {
      const place = [camera.latitude, camera.longitude];
      addDot(layer, place);
      const below = destinationPoint(place, 200 / 2 ** (zoom - 14), 180);
      if (zoom >= 17 && room.take(below, camera.code)) { textMarker(layer, below, camera.code, ""); }
    }
  };
  const drawQuietly = () => draw().catch(() => {});
  map.on("moveend", drawQuietly);
  drawQuietly();
};

class PlaceMap {
  // `onMoved` is called when somebody has put the pin elsewhere.
  constructor(onMoved) {
    this.place = null;
    this.onMoved = onMoved;
    const area = texts.area ? texts.area.split(",").map(Number) : null;
    this.map = openMap(mapBox, area ? [[area[0], area[1]], [area[2], area[3]]] : VIET_NAM);
    this.map.setMaxBounds(null);
    addTown(this.map, mapBox);
    addNeighbours(this.map);
    this.map.on("click", ({ latlng }) => { this.setPlace([latlng.lat, latlng.lng], true); onMoved(); });
    this.sector = L.polygon([], { className: "view-sector", interactive: false });
    this.direction = L.polyline([], { className: "direction-line", interactive: false });
    this.looks = Boolean(fields.bearing); // else a pin is all there is to it
    this.pin = this.marker("pin", [36, 36], [18, 34], svgElement("svg", { viewBox: "0 0 16 16" }, svgElement("path", { d: PIN })), texts.pin);
    this.handle = this.marker("handle", [26, 26], [13, 13], "", texts.handle);
    this.pin.on("drag", () => this.setPlace(this.positionOf(this.pin), true, false)).on("dragend", onMoved);
    this.handle.on("drag", () => this.setDirection(distanceAndBearing(this.place, this.positionOf(this.handle))));
  }

  positionOf(marker) { const { lat, lng } = marker.getLatLng(); return [lat, lng]; }

  marker(className, iconSize, iconAnchor, html, title) {
    const icon = L.divIcon({ className, iconSize, iconAnchor, html });
    const marker = L.marker([0, 0], { icon, draggable: true, autoPan: true, title, alt: title, keyboard: true });
    marker.on("add", () => { marker.getElement().setAttribute("aria-label", title); });
    return marker;
  }

  // `intoFields`: write it into the fields. `centre`: bring the map there.
  setPlace(place, intoFields, centre = true) {
    const first = this.place === null;
    this.place = place;
    this.ring?.remove();
    if (intoFields) { this.writeFields(place); }
    for (const layer of this.looks ? [this.sector, this.direction, this.pin, this.handle] : [this.pin]) { layer.addTo(this.map); }
    this.pin.setLatLng(place);
    if (first) { this.listenToKeys(); }
    if (centre && (first || !this.map.getBounds().contains(place))) { this.centreOn(place); }
    this.draw();
  }

  // How far the place may be off, as whoever proposed it says; gone when the pin is moved.
  showRing(place, metres) {
    this.ring?.remove();
    this.ring = L.circle(place, { radius: metres, className: "accuracy-ring", interactive: false }).addTo(this.map);
    if (!this.map.getBounds().contains(this.ring.getBounds())) { this.map.fitBounds(this.ring.getBounds(), { maxZoom: 18, animate: false }); }
  }

  centreOn(place) {
    this.map.setView(place, Math.max(this.map.getZoom(), 18), { animate: false });
  }

  writeFields([latitude, longitude]) {
    const [north, east] = [formatDecimal(latitude, 6), formatDecimal(longitude, 6)];
    fields.coordinates.value = `${north}; ${east}`;
  }

  setDirection({ metres, degrees }) {
    fields.bearing.value = String(Math.round(degrees) % 360);
    fields.reach_m.value = String(clamp(Math.round(metres), 1, MOST_REACH_M));
    this.draw(false);
  }

  draw(moveHandle = true) {
    if (!this.place || !this.looks) { return; }
    const bearing = fieldNumber("bearing");
    const knownReach = fieldNumber("reach_m") ?? pictureReach();
    const reach = clamp(knownReach ?? DRAWN_REACH_M, 1, MOST_REACH_M);
    const allRound = ALL_ROUND.includes(fields.form?.value);
    const angle = allRound ? 360 : Math.min(360, fieldNumber("view_angle") ?? USUAL_ANGLE);
    const tip = destinationPoint(this.place, reach, bearing ?? 0);
    this.sector.setLatLngs(bearing === null && !allRound ? [] : sectorPolygon(this.place, bearing ?? 0, angle, reach));
    this.sector.getElement()?.classList.toggle("reach-unknown", knownReach === null);
    this.direction.setLatLngs([this.place, tip]);
    if (moveHandle) { this.handle.setLatLng(tip); }
    this.describeHandle(Math.round(bearing ?? 0), Math.round(reach));
  }

  describeHandle(degrees, metres) {
    const slider = this.handle.getElement();
    const attributes = {
      role: "slider", "aria-valuemin": 0, "aria-valuemax": 359, "aria-valuenow": degrees, "aria-valuetext": `${degrees}°, ${metres} m`,
    };
    for (const [name, value] of Object.entries(attributes)) { slider.setAttribute(name, value); }
  }

  listenToKeys() {
    this.pin.getElement().addEventListener("keydown", (event) => {
      const degrees = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 }[event.key];
      if (degrees === undefined) { return; }
      event.preventDefault();
      event.stopPropagation();
      this.setPlace(destinationPoint(this.place, event.shiftKey ? 10 : 1, degrees), true);
      clearTimeout(this.movedTimer);
      this.movedTimer = setTimeout(this.onMoved, TYPING_MS);
    });
    if (!this.looks) { return; }
    this.handle.getElement().addEventListener("keydown", (event) => {
      const turn = { ArrowLeft: -5, ArrowRight: 5 }[event.key] ?? 0;
      const reach = { ArrowUp: 5, ArrowDown: -5 }[event.key] ?? 0;
      if (!turn && !reach) { return; }
      event.preventDefault();
      event.stopPropagation();
      const step = event.shiftKey ? 0.2 : 1;
      const metres = (fieldNumber("reach_m") ?? pictureReach() ?? DRAWN_REACH_M) + reach * step;
      this.setDirection({ metres, degrees: ((fieldNumber("bearing") ?? 0) + turn * step + 360) % 360 });
      this.draw();
    });
  }
}

// One field for both coordinates: what is typed or pasted is read by the server, which knows every way to write them.
const listenToCoordinates = (readQuietly) => {
  let timer;
  fields.coordinates.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => readQuietly(fields.coordinates.value), TYPING_MS);
  });
  if (fields.coordinates.value) { readQuietly(fields.coordinates.value); }
};

// Where the register knows places of the name that is typed, a tap takes the coordinates of one.
const proposePlaces = (map, readQuietly) => {
  const box = document.getElementById("place-named");
  if (!box) { return; }
  const request = latestRequest();
  let timer;
  const name = fields.place ?? fields.name;
  let pinned = "";
  const choose = async (place) => {
    pinned = fields.coordinates.value = place.coordinates;
    if (fields.ward_code && place.ward && !fields.ward_code.value.trim()) { fields.ward_code.value = place.ward; }
    await readQuietly(place.coordinates);
    map.showRing(place.place, place.ring);
    showMessage([message?.textContent, place.note].filter(Boolean).join(" "));
  };
  const button = (place) => {
    const words = htmlElement("span", { textContent: [place.name, place.ward].filter(Boolean).join(", ") });
    const note = htmlElement("span", { className: "sub", textContent: place.note });
    const made = htmlElement("button", { type: "button", className: `btn btn-plain btn-small ${place.found_by}` }, words, note);
    made.addEventListener("click", () => { box.hidden = true; choose(place); });
    return made;
  };
  const propose = async () => {
    const query = { q: name.value.trim(), ward: fields.ward_code?.value.trim() ?? "" };
    const places = query.q ? await request(`${box.dataset.of}?${new URLSearchParams(query)}`) : [];
    box.replaceChildren(...places.map(button));
    box.hidden = places.length === 0;
    const untouched = !fields.coordinates.value.trim() || fields.coordinates.value === pinned;
    if ("takesSure" in box.dataset && places[0]?.sure && untouched) { await choose(places[0]); }
  };
  name.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => propose().catch((error) => showMessage(callTrouble(error))), TYPING_MS);
  });
};

const offerOwnPosition = (map, readQuietly) => {
  const button = document.getElementById("place-here");
  if (!button || !navigator.geolocation || !window.isSecureContext) { return; }
  button.hidden = false;
  button.addEventListener("click", () => {
    showMessage(texts.waiting);
    navigator.geolocation.getCurrentPosition(async ({ coords }) => {
      map.setPlace([coords.latitude, coords.longitude], true);
      await readQuietly(fields.coordinates.value);
      const metres = Math.round(coords.accuracy);
      const accuracy = (metres > 100 ? texts.rough : texts.exact).replace("#", metres);
      showMessage([message?.textContent, accuracy].filter(Boolean).join(" "));
    }, () => showMessage(texts.failed), { enableHighAccuracy: true, timeout: 15000 });
  });
};

const placeOfPhoto = async (file) => {
  const body = new FormData();
  body.append("photo", file.slice(0, PHOTO_HEAD_BYTES), "photo.jpg");
  body.append("csrf_token", fields.csrf_token.value);
  const answer = await fetch(texts.photo, { method: "POST", body }).catch(() => null);
  return answer?.ok ? answer.json() : { fault: troubleWords(answer) };
};

const offerPhoto = (readQuietly) => {
  const button = document.getElementById("place-photo");
  if (!button) { return; }
  button.hidden = false;
  document.querySelector(".photo-field").hidden = !document.getElementById("e-photo");
  button.addEventListener("click", () => fields.photo.click());
  fields.photo.addEventListener("change", async () => {
    const [file] = fields.photo.files;
    if (!file) { return; }
    fields.photo.value = "";
    const { coordinates, fault } = await placeOfPhoto(file);
    if (!coordinates) { showMessage(fault); return; }
    fields.coordinates.value = coordinates;
    readQuietly(coordinates);
  });
};

export const start = () => {
  const askWhetherSure = ({ sure }) => {
    const box = document.getElementById("sure-field");
    if (box) { box.hidden = !sure && !fields.sure.checked; }
  };
  const read = async (text) => {
    const answer = await parseCoordinates(text);
    showMessage(answer.fault);
    askWhetherSure(answer);
    if (answer.coordinates) { fields.coordinates.value = answer.coordinates; }
    if (answer.place) { map.setPlace(answer.place, false); }
  };
  const readQuietly = (text) => read(text).catch((error) => showMessage(callTrouble(error)));
  const map = new PlaceMap(() => readQuietly(fields.coordinates.value));

  listenToCoordinates(readQuietly);
  proposePlaces(map, readQuietly);
  for (const name of ["bearing", "view_angle", "reach_m", "width_px", "form"]) { fields[name]?.addEventListener("input", () => map.draw()); }
  offerOwnPosition(map, readQuietly);
  offerPhoto(readQuietly);
};
