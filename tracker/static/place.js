// One map to say where a camera hangs and what it sees: a pin, a sector, a handle at its tip. The form's fields hold
// the truth; whatever is moved here is written there, and whatever is typed there moves here.
const spotMap = document.getElementById("place-map");
const fieldsOf = spotMap?.closest("form").elements;
const words = spotMap?.dataset;
const comma = (number, digits) => number.toFixed(digits).replace(".", ",");
const numberIn = (name) => {
  const typed = fieldsOf[name]?.value.trim().replace("°", "").replace(",", ".");
  return typed && Number.isFinite(Number(typed)) ? Number(typed) : null;
};
const told = (text) => { const line = document.getElementById("place-said"); if (line) { line.textContent = text ?? ""; } };

const readPlace = asking();
const readWritten = (text) => readPlace(`${words.read}?${new URLSearchParams({ place: text })}`);

// The cameras that are there already, so that paper without streets tells where one is.
const neighbours = (map) => {
  const drawn = L.layerGroup().addTo(map);
  const ask = asking();
  const draw = async () => {
    const { cells = [], cameras = [] } = await ask(`${words.cameras}?window=${windowOf(map)}&zoom=${Math.round(map.getZoom())}`);
    drawn.clearLayers();
    for (const [latitude, longitude] of cells) { L.circleMarker([latitude, longitude], { radius: 5, className: "known", interactive: false }).addTo(drawn); }
    for (const camera of cameras) {
      const place = [camera.latitude, camera.longitude];
      L.circleMarker(place, { radius: 5, className: "known", interactive: false }).addTo(drawn);
      if (map.getZoom() >= 17) { worded(drawn, gone(place, 200 / 2 ** (map.getZoom() - 14), 180), camera.code, ""); }
    }
  };
  const tried = () => draw().catch(() => {});
  map.on("moveend", tried);
  tried();
};

class Place {
  // `moved` is called when somebody has put the pin elsewhere.
  constructor(moved) {
    this.place = null;
    this.moved = moved;
    spotMap.parentElement.hidden = false;
    const area = words.area ? words.area.split(",").map(Number) : null;
    this.map = openMap(spotMap, area ? [[area[0], area[1]], [area[2], area[3]]] : VIET_NAM);
    this.map.setMaxBounds(null);
    neighbours(this.map);
    this.map.on("click", ({ latlng }) => { this.put([latlng.lat, latlng.lng], true); moved(); });
    this.sees = L.polygon([], { className: "sees", interactive: false });
    this.arm = L.polyline([], { className: "arm", interactive: false });
    this.pin = this.marker("pin", [36, 36], [18, 34], shaped("svg", { viewBox: "0 0 16 16" }, shaped("path", {
      d: "M8 0a6 6 0 0 0-6 6c0 4.5 6 10 6 10s6-5.5 6-10a6 6 0 0 0-6-6zm0 8.2A2.2 2.2 0 1 1 8 3.8a2.2 2.2 0 0 1 0 4.4z",
    })), words.pin);
    this.handle = this.marker("handle", [26, 26], [13, 13], "", words.handle);
    this.pin.on("drag", () => this.put(this.at(this.pin), true, false)).on("dragend", moved);
    this.handle.on("drag", () => this.turned(towards(this.place, this.at(this.handle))));
  }

  at(marker) { const { lat, lng } = marker.getLatLng(); return [lat, lng]; }

  marker(className, iconSize, iconAnchor, html, title) {
    const made = L.marker([0, 0], { icon: L.divIcon({ className, iconSize, iconAnchor, html }), draggable: true, autoPan: true, title, alt: title, keyboard: true });
    made.on("add", () => { made.getElement().setAttribute("aria-label", title); });
    return made;
  }

  // `typed`: write it into the fields. `show`: bring the map there.
  put(place, typed, show = true) {
    const first = this.place === null;
    this.place = place;
    if (typed) { this.write(place); }
    for (const layer of [this.sees, this.arm, this.pin, this.handle]) { layer.addTo(this.map); }
    this.pin.setLatLng(place);
    if (first) { this.listen(); }
    if (show && (first || !this.map.getBounds().contains(place))) { this.go(place); }
    this.draw();
  }

  go(place) {
    this.map.setView(place, Math.max(this.map.getZoom(), 18), { animate: false });
  }

  write([latitude, longitude]) {
    if (fieldsOf.coordinates) { fieldsOf.coordinates.value = `${comma(latitude, 6)}; ${comma(longitude, 6)}`; return; }
    fieldsOf.latitude.value = comma(latitude, 6);
    fieldsOf.longitude.value = comma(longitude, 6);
  }

  turned({ metres, degrees }) {
    fieldsOf.bearing.value = String(Math.round(degrees) % 360);
    fieldsOf.reach_m.value = String(Math.min(2000, Math.max(1, Math.round(metres))));
    this.draw(false);
  }

  draw(moved = true) {
    if (!this.place) { return; }
    const bearing = numberIn("bearing");
    const reach = Math.min(2000, Math.max(1, numberIn("reach_m") ?? 60));
    const round = ["ptz", "panoramic"].includes(fieldsOf.form?.value);
    const angle = round ? 360 : Math.min(360, numberIn("view_angle") ?? 90);
    const tip = gone(this.place, reach, bearing ?? 0);
    this.sees.setLatLngs(bearing === null && !round ? [] : slice(this.place, bearing ?? 0, angle, reach));
    this.arm.setLatLngs([this.place, tip]);
    if (moved) { this.handle.setLatLng(tip); }
    const slider = this.handle.getElement();
    const facts = { role: "slider", "aria-valuemin": 0, "aria-valuemax": 359, "aria-valuenow": Math.round(bearing ?? 0), "aria-valuetext": `${Math.round(bearing ?? 0)}°, ${Math.round(reach)} m` };
    for (const [name, value] of Object.entries(facts)) { slider.setAttribute(name, value); }
  }

  listen() {
    this.pin.getElement().addEventListener("keydown", (event) => {
      const degrees = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 }[event.key];
      if (degrees === undefined) { return; }
      event.preventDefault();
      event.stopPropagation();
      this.put(gone(this.place, event.shiftKey ? 10 : 1, degrees), true);
      clearTimeout(this.wait);
      this.wait = setTimeout(this.moved, 400);
    });
    this.handle.getElement().addEventListener("keydown", (event) => {
      const turn = { ArrowLeft: -5, ArrowRight: 5 }[event.key] ?? 0;
      const reach = { ArrowUp: 5, ArrowDown: -5 }[event.key] ?? 0;
      if (!turn && !reach) { return; }
      event.preventDefault();
      event.stopPropagation();
      const step = event.shiftKey ? 0.2 : 1;
      this.turned({ metres: (numberIn("reach_m") ?? 60) + reach * step, degrees: ((numberIn("bearing") ?? 0) + turn * step + 360) % 360 });
      this.draw();
    });
  }
}

const startPlace = () => {
  const place = new Place(() => fieldsOf.coordinates && tried(fieldsOf.coordinates.value));
  const ask = (found) => { const box = document.getElementById("sure-field"); if (box) { box.hidden = !found.sure && !fieldsOf.sure.checked; } };
  const take = async (text) => {
    const found = await readWritten(text);
    told(found.fault);
    ask(found);
    if (found.coordinates) { fieldsOf.coordinates.value = found.coordinates; }
    if (found.place) { place.put(found.place, !fieldsOf.coordinates); }
  };
  const tried = (text) => take(text).catch((fault) => told(troubleOf(fault)));

  if (fieldsOf.coordinates) {
    let wait;
    fieldsOf.coordinates.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => tried(fieldsOf.coordinates.value), 400); });
    if (fieldsOf.coordinates.value) { tried(fieldsOf.coordinates.value); }
  } else {
    const both = () => { const found = [numberIn("latitude"), numberIn("longitude")]; if (!found.includes(null) && Math.abs(found[0]) <= 90) { place.put(found, false); } };
    for (const name of ["latitude", "longitude"]) {
      fieldsOf[name].addEventListener("input", both);
      fieldsOf[name].addEventListener("paste", (event) => {
        const text = event.clipboardData.getData("text");
        if (!/\d\D+\d.*\D.*\d/.test(text) || /^\s*-?\d+[.,]\d+\s*$/.test(text)) { return; }
        event.preventDefault();
        tried(text);
      });
    }
    both();
  }
  for (const name of ["bearing", "view_angle", "reach_m", "form"]) { fieldsOf[name]?.addEventListener("input", () => place.draw()); }

  const here = document.getElementById("place-here");
  if (here && navigator.geolocation && window.isSecureContext) {
    here.hidden = false;
    here.addEventListener("click", () => {
      told(words.waiting);
      navigator.geolocation.getCurrentPosition(async ({ coords }) => {
        place.put([coords.latitude, coords.longitude], true);
        await tried(fieldsOf.coordinates.value);
        const metres = Math.round(coords.accuracy);
        const line = document.getElementById("place-said");
        told([line.textContent, (metres > 100 ? words.rough : words.exact).replace("#", metres)].filter(Boolean).join(" "));
      }, () => told(words.failed), { enableHighAccuracy: true, timeout: 15000 });
    });
  }

  const pick = document.getElementById("place-photo");
  if (pick) {
    pick.hidden = false;
    document.querySelector(".photo-field").hidden = !document.getElementById("e-photo");
    pick.addEventListener("click", () => fieldsOf.photo.click());
    fieldsOf.photo.addEventListener("change", async () => {
      const [file] = fieldsOf.photo.files;
      if (!file) { return; }
      const sent = new FormData();
      sent.append("photo", file.slice(0, 262144), "photo.jpg");
      sent.append("csrf_token", fieldsOf.csrf_token.value);
      fieldsOf.photo.value = "";
      const answer = await fetch(words.photo, { method: "POST", body: sent }).catch(() => null);
      const found = answer?.ok ? await answer.json() : {};
      if (!found.coordinates) { told(found.fault ?? troubleWords(answer)); return; }
      fieldsOf.coordinates.value = found.coordinates;
      tried(found.coordinates);
    });
  }
};

if (spotMap) {
  spotMap.parentElement.hidden = false;
  whenSeen(spotMap, startPlace);
}
