// What does not fit on the open page, as a list of sentences. Run by test_layout.py.
() => {
  const faults = [];
  const SLACK = 1; // pixels: widths are rounded
  const BOXES = ".btn, .chip, .figure, .panel, .field, .menu li, .rows > li, td, th, dd, dt, h1, h2, h3, summary, legend, label, p";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const named = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}`;
  const hidden = (element) => element.closest(".visually-hidden, .skip, thead[class], .leaflet-container") !== null;
  const lines = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.bottom / 8))).size;
  };

  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const culprits = [...document.querySelectorAll("body *")].filter((element) => shown(element) && element.getBoundingClientRect().right > width + SLACK);
    faults.push(`wider than the window by ${document.documentElement.scrollWidth - width}: ${culprits.slice(-1).map(named)}`);
  }
  const overflowing = [...document.querySelectorAll("body *")].filter((element) => {
    if (element.clientWidth === 0 || element.scrollWidth - element.clientWidth <= SLACK) { return false; } // nearly all, at once
    return shown(element) && !hidden(element) && !element.closest("svg, input, textarea, select, datalist");
  });
  for (const element of overflowing) {
    const over = element.scrollWidth - element.clientWidth;
    const { overflowX, textOverflow } = getComputedStyle(element);
    if (["auto", "scroll"].includes(overflowX) && element.querySelector("table")) { faults.push(`a table scrolls sideways by ${over}: ${named(element)}`); }
    if (["hidden", "clip"].includes(overflowX) && !(textOverflow === "ellipsis" && element.title)) { faults.push(`text is cut by ${over}: ${named(element)}`); }
    if (overflowX === "visible" && element.matches(BOXES) && !overflowing.some((inner) => inner !== element && element.contains(inner))) { faults.push(`text leaves its box by ${over}: ${named(element)}`); }
  }
  if (width >= 992) {
    const bar = [...document.querySelectorAll(".site-header > div > *, .menu > li")].filter(shown);
    const middles = bar.map((element) => { const box = element.getBoundingClientRect(); return Math.round((box.top + box.bottom) / 2); });
    if (Math.max(...middles) - Math.min(...middles) > 4) { faults.push("the header stands on two rows"); }
    for (const element of [...document.querySelectorAll(".brand > span, .menu a, .account-menu summary")].filter(shown)) {
      const most = element.matches(".brand:has(+ nav + .site-search) > span") ? 2 : 1; // beside a search the name may stand on two
      if (lines(element) > most) { faults.push(`on too many lines in the header: ${named(element)}`); }
    }
  }
  return faults;
}
