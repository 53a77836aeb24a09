// Sending a list: how much of it went, and what to do when the network is lost or the server fails. Without this the
// plain form is sent.
function enhance(form) {
  const [alert, progress] = [form.querySelector("[data-trouble]"), form.querySelector("[data-way]")];
  const [bar, state, button] = [progress.querySelector("progress"), progress.querySelector("[data-state]"), form.querySelector("button")];

  const showProgress = (share, words) => {
    progress.hidden = false;
    bar.value = share;
    state.textContent = words;
  };

  const showFailure = (words) => {
    progress.hidden = true;
    alert.hidden = false;
    alert.textContent = words;
    button.disabled = false;
    button.lastChild.textContent = ` ${form.dataset.again}`;
    button.focus();
  };

  // The answer is a page: of the import, or this one again with what is wrong. The chosen file stays chosen.
  const showAnswer = (request) => {
    if (request.status >= 500 || !request.responseText) { showFailure(form.dataset.fault); return; }
    if (request.status === 200 && !request.responseURL.endsWith(location.pathname)) { location.assign(request.responseURL); return; }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const files = form.querySelector("input[type=file]").files;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    const input = document.querySelector("main input[type=file]");
    if (input) { input.files = files; }
    document.querySelector(".summary")?.focus();
    document.querySelectorAll("form[data-upload]").forEach(enhance);
  };

  form.addEventListener("submit", (event) => {
    if (!form.querySelector("input[type=file]").files.length) { return; }
    event.preventDefault();
    alert.hidden = true;
    button.disabled = true;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => showProgress((100 * loaded) / total, form.dataset.sending));
    request.upload.addEventListener("load", () => showProgress(100, form.dataset.reading));
    request.addEventListener("load", () => showAnswer(request));
    request.addEventListener("error", () => showFailure(form.dataset.lost));
    request.addEventListener("timeout", () => showFailure(form.dataset.lost));
    request.open("POST", location.href);
    request.send(new FormData(form));
  });
}

document.querySelectorAll("form[data-upload]").forEach(enhance);
