// A tap where the network is poor: sent again until it arrives. The same tap twice changes nothing.
const RETRY_MS = 3000;

const send = async (form, body) => {
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.status >= 500) { throw new TypeError(String(answer.status)); }
  sessionStorage.setItem("tapped", form.dataset.next);
  location.replace(form.dataset.next);
};

for (const form of document.querySelectorAll("form[data-tap]")) {
  // By keyboard one key is one tap: after a tap the next camera's first button is at hand.
  if (sessionStorage.getItem("tapped") === form.dataset.next) { form.querySelector("button").focus({ preventScroll: true }); }
  sessionStorage.removeItem("tapped");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.sent) { return; }
    form.dataset.sent = "1";
    const body = new FormData(form, event.submitter);
    const status = form.querySelector(".tap-status");
    const attempt = () => send(form, body).catch(() => {
      status.textContent = form.dataset.waiting;
      setTimeout(attempt, RETRY_MS);
    });
    attempt();
  });
}
