// A tap where the network is poor: sent again until it arrives. Its form's key makes the same tap twice one tap.
const RETRY_MS = 3000;

const ASKS_TO_SIGN_IN = [400, 401]; // an old page, a session that ended

// What was tapped waits at its row; the button sends it as a plain form does, by way of the log-in page.
const offerToSignIn = (form, body) => {
  const status = form.querySelector(".tap-status");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary" });
  button.textContent = form.dataset.signIn;
  button.addEventListener("click", () => {
    const hidden = { type: "hidden", name: "seen", value: body.get("seen") };
    form.append(Object.assign(document.createElement("input"), hidden));
    form.submit();
  });
  status.replaceChildren(`${form.dataset.ended} `, button);
};

const send = async (form, body) => {
  const status = form.querySelector(".tap-status");
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer && ASKS_TO_SIGN_IN.includes(answer.status)) {
    offerToSignIn(form, body);
    delete form.dataset.sent;
  } else if (answer && answer.status < 400) {
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
