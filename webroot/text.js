// The preview follows what is typed; without scripts its button shows it.
(() => {
  const form = document.getElementById("text"), preview = document.getElementById("preview");
  if (!form || !preview || !form.requestSubmit) return;
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(preview), 500);
  });
})();
