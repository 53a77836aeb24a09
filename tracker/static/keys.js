// Keys that save a way: / to search, g and a letter to go somewhere, ? to see them. Never while somebody is typing.
{
  const filling = (element) => element.matches("input, textarea, select, [contenteditable]");
  const sheet = document.getElementById("keys");
  const ways = { c: "/cameras", i: "/incidents", t: "/extractions" };
  let going = false;

  const go = (key) => {
    const link = document.querySelector(`.menu a[href="${ways[key]}"]`);
    if (link) { link.click(); }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || filling(event.target)) { return; }
    if (going) { going = false; go(event.key); return; }
    if (event.key === "g") { going = true; setTimeout(() => { going = false; }, 1500); }
    if (event.key === "?" && sheet) { sheet.showModal(); }
    if (event.key === "/") {
      const box = [...document.querySelectorAll("input[type=search]")].find((one) => one.offsetParent);
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
  });
}
