// A tick that shows the new password while it is typed twice on a small keyboard. The page works without.
(() => {
  const fields = [...document.querySelectorAll("input[autocomplete=new-password]")], last = fields.at(-1);
  if (!last) return;
  const tick = document.createElement("label");
  tick.className = "tick";
  tick.innerHTML = '<input type="checkbox">Montrer le nouveau mot de passe';
  last.after(tick);
  tick.firstChild.addEventListener("change", event => {
    for (const field of fields) field.type = event.target.checked ? "text" : "password";
  });
  // what is shown is not kept by the browser as typed text
  last.form.addEventListener("submit", () => { for (const field of fields) field.type = "password"; });
})();
