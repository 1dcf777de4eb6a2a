// The only script of every page: remembers light or dark, and closes the menu. Nothing needs it.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  var key = "esep.scheme";

  function remembered() {
    try { return localStorage.getItem(key); } catch (refused) { return null; }
  }

  function isDark() {
    return root.dataset.esepScheme ? root.dataset.esepScheme === "dark" : system.matches;
  }

  var chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.esepScheme = chosen;

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector(".esep-scheme");
    var menu = document.querySelector(".esep-menu");
    function show() { button.setAttribute("aria-pressed", String(isDark())); }
    button.hidden = false;
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", function () {
      root.dataset.esepScheme = isDark() ? "light" : "dark";
      try { localStorage.setItem(key, root.dataset.esepScheme); } catch (refused) { /* lasts for this page */ }
      show();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  });
})();
