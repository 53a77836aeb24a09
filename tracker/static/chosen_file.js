// Name, size and SHA-256 of a chosen file, worked out on this machine: the file itself goes nowhere. Without this, or in
// a browser too old for it, the three are typed.
const SECONDS = 1000;

function enhance(chooser) {
  const form = chooser.closest("form");
  const [input, bar, status] = ["input[type=file]", "progress", "[role=status]"].map((part) => chooser.querySelector(part));
  const fields = form.elements;
  const { working, done, empty, failed, waiting } = chooser.dataset;
  let [worker, startedAt, sendsWhenDone] = [null, 0, false];

  const stop = (words) => {
    worker?.terminate();
    worker = null;
    bar.hidden = true;
    status.textContent = words;
  };

  const showProgress = (read, size) => {
    const secondsLeft = Math.ceil(((Date.now() - startedAt) / SECONDS) * (size / read - 1));
    bar.value = read / size;
    status.textContent = working.replace("%share", Math.floor((100 * read) / size)).replace("%seconds", secondsLeft);
  };

  const showAnswer = ({ data }, file) => {
    if (data.read) { showProgress(data.read, file.size); return; }
    if (data.failed) { stop(failed); return; }
    fields.sha256.value = data.sha256;
    stop(done);
    if (sendsWhenDone) { form.requestSubmit(); }
  };

  const read = (file) => {
    stop("");
    fields.sha256.value = "";
    if (chooser.dataset.name) { fields[chooser.dataset.name].value = file.name; }
    fields.bytes.value = file.size;
    if (!file.size) { stop(empty); return; }
    [startedAt, bar.hidden, sendsWhenDone] = [Date.now(), false, false];
    worker = new Worker(chooser.dataset.worker, { type: "module" });
    worker.addEventListener("message", (event) => showAnswer(event, file));
    worker.addEventListener("error", () => stop(failed));
    worker.postMessage(file);
  };

  input.addEventListener("change", () => { if (input.files.length) { read(input.files[0]); } });
  form.addEventListener("submit", (event) => {
    if (!worker) { return; }
    event.preventDefault();
    sendsWhenDone = true;
    status.textContent = waiting;
  });
  chooser.hidden = false;
}

document.querySelectorAll("[data-worker]").forEach(enhance);
