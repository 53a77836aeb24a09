// Fetches what draws a map when its box comes near the view, and not before: whoever keeps the map folded away, as a
// phone does at first, loads none of it.
const SCRIPTS = { "camera-map": () => import("./maps.js"), "place-map": () => import("./place.js") };
const NEAR = "100%"; // a screen away

const addToHead = (name, attributes) => new Promise((resolve, reject) => {
  document.head.append(Object.assign(document.createElement(name), attributes, { onload: resolve, onerror: reject }));
});

// Leaflet first: the drawing of base maps adds itself to it.
const addLibraries = async ({ library, libraryStyle, baseLibrary }) => {
  await Promise.all([addToHead("link", { rel: "stylesheet", href: libraryStyle }), addToHead("script", { src: library })]);
  if (baseLibrary) { await addToHead("script", { src: baseLibrary }); }
};

const whenNear = (box, start) => {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) { return; }
    observer.disconnect();
    start();
  }, { rootMargin: NEAR }).observe(box);
};

const showFailure = (box) => {
  const message = document.querySelector(".map-message, .place-message");
  if (message) { message.textContent = `${troubleWords(null)} ${box.dataset.unloaded ?? box.dataset.failed}`; }
};

const draw = async (box) => {
  const [script] = await Promise.all([SCRIPTS[box.id](), addLibraries(box.dataset)]);
  script.start();
};

for (const box of document.querySelectorAll("[data-library]")) {
  box.closest(".place-map")?.removeAttribute("hidden");
  whenNear(box, () => draw(box).catch(() => showFailure(box)));
}
