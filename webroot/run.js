// Progress of a run: pushed by the server, asked for where there is no stream. The page works without.
(() => {
  const page = document.getElementById("run");
  if (!page) return;
  const noLetters = page.querySelector("[data-live=inLetter]")?.textContent === "0";
  const number = new Intl.NumberFormat("fr-FR");
  const many = (n, one, more) => `${number.format(n)}\u00a0${n >= 2 ? more : one}`;
  const rate = r => r <= 0 ? "–" : r >= 10 ? `${number.format(Math.round(r))} par seconde`
    : r >= 0.95 ? `${r.toFixed(1).replace(".", ",")} par seconde`
    : `${number.format(Math.max(1, Math.round(r * 60)))} par minute`;
  const left = s => {
    if (!s) return "–";
    const minutes = Math.floor((s + 30) / 60);
    return minutes === 0 ? "moins d’une minute" : minutes < 90 ? `environ ${many(minutes, "minute", "minutes")}`
      : `environ ${many(Math.floor((minutes + 30) / 60), "heure", "heures")}`;
  };
  const show = run => {
    if (run.status !== page.dataset.status) return location.reload();
    // the first letters have been written: the page has their files to offer, unless somebody is about to tick a box
    if (noLetters && run.counts.inLetter > 0 && !page.querySelector("details[open]")) return location.reload();
    const c = run.counts, waiting = c.pending + c.inFlight, ended = run.selected - waiting;
    const texts = {
      sent: number.format(c.sent), inLetter: number.format(c.inLetter), failed: number.format(c.failed),
      leftOut: number.format(c.leftOut), waiting: number.format(waiting), rate: rate(run.rate),
      left: run.status === "RUNNING" ? left(run.etaSeconds) : "–",
      share: `${number.format(ended)} sur ${many(run.selected, "notification", "notifications")}`,
    };
    for (const place of page.querySelectorAll("[data-live]")) place.textContent = texts[place.dataset.live];
    const bar = page.querySelector("progress");
    if (bar && run.selected > 0) { bar.max = run.selected; bar.value = ended; }
  };
  const poll = () => fetch(`${page.dataset.path}/etat`).then(answer => answer.json()).then(show).catch(() => {});

  const seconds = document.getElementById("take-back");
  if (seconds) {
    const end = Date.now() + 1000 * Number(seconds.textContent);
    setInterval(() => { seconds.textContent = Math.max(0, Math.ceil((end - Date.now()) / 1000)); }, 250);
  }
  if ("moving" in page.dataset) {
    let polling = 0;
    const fallBack = () => { polling = polling || setInterval(poll, 3000); };
    if (!window.EventSource) return fallBack();
    const events = new EventSource(`${page.dataset.path}/evenements`);
    events.addEventListener("progress", event => {
      clearInterval(polling);
      polling = 0;
      show(JSON.parse(event.data));
    });
    events.addEventListener("error", fallBack);
  }
})();
