// Everything reads without this: it copies an address and remembers light or dark.
(function () {
  "use strict";
  var root = document.documentElement;

  function say(button, text) {
    var panel = button.closest("section");
    var status = panel && panel.querySelector("[role=status]");
    if (status) { status.textContent = text; }
  }

  function copy(button, text, field) {
    function done() { say(button, button.dataset.done); }
    function byHand() {
      if (!field) { return; }
      field.focus();
      field.select();
      if (document.execCommand("copy")) { done(); }
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done, byHand);
    } else {
      byHand();
    }
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", function () { copy(button, field.value, field); });
    field.addEventListener("focus", function () { field.select(); });
  });
  document.querySelectorAll("[data-copy-href]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      copy(button, new URL(button.dataset.copyHref, location.href).href, null);
    });
  });

  var theme = null;
  try { theme = localStorage.getItem("theme"); } catch (error) { theme = null; }
  if (theme === "light" || theme === "dark") { root.dataset.theme = theme; }
  document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch (error) { /* private window */ }
    });
  });
})();
