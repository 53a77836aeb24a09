// A tap where the network is poor: sent again until it arrives. The same tap twice changes nothing.
const RETRY_MS = 3000;

const send = async (form, body) => {
  const status = form.querySelector(".tap-status");
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer && answer.status < 400) {
    sessionStorage.setItem("tapped", form.dataset.next);
    location.replace(form.dataset.next);
  } else if (answer && answer.status < 500) {
    status.textContent = form.dataset.refused;
    delete form.dataset.sent;
  } else {
    status.textContent = `${troubleWords(answer)} ${form.dataset.waiting}`;
    setTimeout(() => send(form, body), RETRY_MS);
  }
};

for (const form of document.querySelectorAll("form[data-tap]")) {
  // By keyboard one key is one tap: after a tap the next camera's first button is at hand.
  if (sessionStorage.getItem("tapped") === form.dataset.next) { form.querySelector("button").focus({ preventScroll: true }); }
  sessionStorage.removeItem("tapped");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.sent) { return; }
    form.dataset.sent = "1";
    send(form, new FormData(form, event.submitter));
  });
}
