// Shows at once what a school changes: the event only wakes, the page is read again. The page works without.
(() => {
  if (!window.EventSource || !document.querySelector("[data-live]")) return;
  let events = null, before = false;
  const read = () => fetch(location.pathname)
    .then(answer => answer.ok && !answer.redirected ? answer.text() : Promise.reject())
    .then(html => {
      const fresh = new DOMParser().parseFromString(html, "text/html");
      for (const place of document.querySelectorAll("[data-live]")) {
        const now = fresh.getElementById(place.id);
        if (now && now.innerHTML !== place.innerHTML) place.replaceChildren(...now.childNodes);
      }
    }).catch(() => {});
  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource("/portail/evenements");
    // not all pages at the same moment
    events.addEventListener("changed", () => setTimeout(read, 700 * Math.random()));
    events.addEventListener("open", () => { if (before) read(); before = true; });
  };
  const rest = () => { if (events) events.close(); events = null; };
  document.addEventListener("visibilitychange", () => document.hidden ? rest() : listen());
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  listen();
})();
