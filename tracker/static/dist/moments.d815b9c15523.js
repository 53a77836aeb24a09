// Days and moments as people type them: the server says what it understood, beside the field; leaving the field writes it
// there in full. Buttons give the days that are written most. Without this the page answers the same once it is sent.
{
  const TYPING_MS = 400; // of silence, before what was typed is read
  const DAY_MS = 86_400_000;
  const dayAway = (days) => new Date(Date.now() + days * DAY_MS).toLocaleDateString("en-GB", { timeZone: "Asia/Ho_Chi_Minh" });

  const read = async (input) => {
    const text = input.value.trim();
    if (!text) { return {}; }
    const query = new URLSearchParams({ [input.dataset.reads]: text });
    const answer = await fetch(`${document.body.dataset.understood}?${query}`).catch(() => null);
    return answer?.ok ? answer.json() : {};
  };

  // An answer counts only while the field still says what was asked about.
  const show = async (input, { tidy = false } = {}) => {
    const asked = input.value;
    const { written, understood, fault } = await read(input);
    if (input.value !== asked) { return; }
    const words = document.getElementById(input.id.replace("f-", "u-"));
    if (words && words !== input) { words.textContent = understood ?? fault ?? ""; }
    if (tidy && written) { input.value = written; }
  };

  for (const input of document.querySelectorAll("input[data-reads]")) {
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => show(input), TYPING_MS);
    });
    input.addEventListener("change", () => { clearTimeout(timer); show(input, { tidy: true }); });
  }

  const takeDay = async (input, day) => {
    if (input.dataset.reads !== "moment") { input.value = day; return; }
    const { written } = await read(input);
    const time = written ? written.split(" ")[0] : input.value.trim();
    input.value = `${time} ${day}`.trim();
  };

  for (const buttons of document.querySelectorAll("[data-days-of]")) {
    const input = document.getElementById(buttons.dataset.daysOf);
    buttons.hidden = false;
    buttons.addEventListener("click", async ({ target }) => {
      if (target.dataset.away === undefined) { return; }
      await takeDay(input, dayAway(Number(target.dataset.away)));
      input.focus();
      show(input);
    });
  }
}
