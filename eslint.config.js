// How our own scripts are looked over. Those of pages are of one browser generation, without a bundler; Leaflet and the
// drawing of base maps come before them as globals.
const js = require("@eslint/js");
const globals = require("globals");

const MODULES = ["map.js", "map_loader.js", "maps.js", "place.js", "sha256_worker.js", "town.js"].map(
  (name) => `tracker/static/${name}`,
);
const STRICT = {
  curly: "error",
  eqeqeq: "error",
  "no-implicit-coercion": "error",
  "no-shadow": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

module.exports = [
  { ignores: ["tracker/static/vendor/", "tracker/static/dist/"] },
  { ...js.configs.recommended, linterOptions: { reportUnusedDisableDirectives: "error" } },
  { rules: STRICT },
  { files: ["tracker/static/*.js", "tests/browser/*.js"], languageOptions: { sourceType: "script", globals: globals.browser } },
  { files: MODULES, languageOptions: { sourceType: "module", globals: { L: "readonly", protomapsL: "readonly" } } },
  // app.js is on every page, before the others.
  { files: ["tracker/static/*.js"], ignores: ["tracker/static/app.js"], languageOptions: { globals: { troubleWords: "readonly" } } },
  { files: ["eslint.config.js"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
];
