// Filters the lines of a ledger on its page. The prepared lists do the same without a script.
(function () {
  "use strict";
  var form = document.querySelector(".esep-filter");
  var rows = Array.from(document.querySelectorAll(".esep-ledger tbody tr"));
  if (!form || !rows.length) return;
  var fields = Array.from(form.querySelectorAll("[data-filter]"));
  var told = form.querySelector("output");

  function wanted(row) {
    return fields.every(function (field) {
      var value = field.value.trim().toLowerCase();
      if (!value) return true;
      if (field.dataset.filter === "text") return row.textContent.toLowerCase().indexOf(value) >= 0;
      return row.dataset[field.dataset.filter] === value;
    });
  }

  function show() {
    var shown = 0;
    rows.forEach(function (row) {
      var keep = wanted(row);
      row.classList.toggle("esep-hidden", !keep);
      shown += keep ? 1 : 0;
    });
    told.textContent = shown + " / " + rows.length;
  }

  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  show();
})();
