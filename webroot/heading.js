// The academy's runs: the list of schools is searched as one types, the page of a heading is fetched again. Both work without.
(() => {
  const list = document.getElementById("school-list");
  if (list) {
    const fold = s => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const search = document.createElement("p");
    search.className = "row";
    search.innerHTML = '<label for="school-search">Chercher dans la liste</label> <input id="school-search" type="search" size="28" autocomplete="off">';
    list.before(search);
    search.addEventListener("input", event => {
      const part = fold(event.target.value.trim());
      for (const one of list.children) one.hidden = !fold(one.textContent).includes(part);
    });
    search.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
    list.addEventListener("change", () => { document.querySelector("input[name=which][value=some]").checked = true; });
  }

  const page = document.getElementById("heading");
  if (!page || !("moving" in page.dataset)) return;
  const seconds = document.getElementById("take-back");
  if (seconds) {
    const end = Date.now() + 1000 * Number(seconds.textContent);
    setInterval(() => { seconds.textContent = Math.max(0, Math.ceil((end - Date.now()) / 1000)); }, 250);
  }
  const refresh = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = fresh.getElementById("heading");
    if (!now || now.dataset.phase !== page.dataset.phase) return location.reload();
    // Cells alone: the button that has the focus keeps it.
    for (const row of page.querySelectorAll("tr[id]")) {
      const other = fresh.getElementById(row.id);
      for (let i = 1; other && i < row.cells.length - 1; i++) row.cells[i].replaceChildren(...other.cells[i].childNodes);
    }
    const figures = document.getElementById("heading-figures"), others = fresh.getElementById("heading-figures");
    if (figures && others) figures.replaceChildren(...others.childNodes);
  };
  setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, 3000);
})();
