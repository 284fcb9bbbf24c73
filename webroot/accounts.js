// The list of accounts follows what is typed; a letter or a mail is waited for. The pages work without.
(() => {
  const form = document.getElementById("recherche"), list = document.getElementById("liste");
  if (form && list) {
    let timer = 0, asked = null;
    const look = () => {
      asked?.abort();
      asked = new AbortController();
      let address;
      fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asked.signal }).then(answer => {
        address = answer.url;
        return answer.ok ? answer.text() : null;
      }).then(html => {
        const found = html && new DOMParser().parseFromString(html, "text/html").getElementById("liste");
        if (!found) return form.submit();
        const status = document.getElementById("trouves"), text = found.querySelector("#trouves").textContent;
        while (status.nextSibling) status.nextSibling.remove();
        found.querySelector("#trouves").remove();
        status.textContent = text;
        list.append(...found.childNodes);
        history.replaceState(null, "", address);
      }).catch(() => {});
    };
    form.addEventListener("input", event => {
      clearTimeout(timer);
      timer = setTimeout(look, event.target.id === "q" ? 200 : 0);
    });
    form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(timer); look(); });
  }
  if (document.querySelector("[data-coming]")) setTimeout(() => location.reload(), 1500);
})();
