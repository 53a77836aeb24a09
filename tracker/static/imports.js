// Sending a list: how much of it went, and what to do when the line is lost or the server fails. Without this the plain form is sent.
function listen(form) {
  const [trouble, way] = [form.querySelector("[data-trouble]"), form.querySelector("[data-way]")];
  const [bar, state, button] = [way.querySelector("progress"), way.querySelector("[data-state]"), form.querySelector("button")];

  const show = (share, words) => {
    way.hidden = false;
    bar.value = share;
    state.textContent = words;
  };

  const failed = (words) => {
    way.hidden = true;
    trouble.hidden = false;
    trouble.textContent = words;
    button.disabled = false;
    button.lastChild.textContent = ` ${form.dataset.again}`;
    button.focus();
  };

  // The answer is a page: of the import, or this one again with what is wrong. The chosen file stays chosen.
  const shown = (sent) => {
    if (sent.status >= 500 || !sent.responseText) return failed(form.dataset.fault);
    if (sent.status === 200 && !sent.responseURL.endsWith(location.pathname)) return location.assign(sent.responseURL);
    const page = new DOMParser().parseFromString(sent.responseText, "text/html");
    const files = form.querySelector("input[type=file]").files;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    const again = document.querySelector("main input[type=file]");
    if (again) again.files = files;
    document.querySelector(".summary")?.focus();
    document.querySelectorAll("form[data-upload]").forEach(listen);
  };

  form.addEventListener("submit", (event) => {
    if (!form.querySelector("input[type=file]").files.length) return;
    event.preventDefault();
    trouble.hidden = true;
    button.disabled = true;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (at) => show((100 * at.loaded) / at.total, form.dataset.sending));
    request.upload.addEventListener("load", () => show(100, form.dataset.reading));
    request.addEventListener("load", () => shown(request));
    request.addEventListener("error", () => failed(form.dataset.lost));
    request.addEventListener("timeout", () => failed(form.dataset.lost));
    request.open("POST", location.href);
    request.send(new FormData(form));
  });
}

document.querySelectorAll("form[data-upload]").forEach(listen);
