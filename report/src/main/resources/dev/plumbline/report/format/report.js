
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  var filter = document.getElementById("filter");
  var search = document.getElementById("search");
  var boxes = Array.prototype.slice.call(filter.querySelectorAll("input[type=checkbox]"));
  var controls = Array.prototype.slice.call(document.querySelectorAll(".control"));
  var shown = document.getElementById("shown");
  filter.hidden = false;
  function apply() {
    var wanted = {};
    boxes.forEach(function (box) { wanted[box.value] = box.checked; });
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    controls.forEach(function (control) {
      var text = control.dataset.text;
      var fits = wanted[control.dataset.status] && words.every(function (word) { return text.indexOf(word) >= 0; });
      control.hidden = !fits;
      if (fits) { count += 1; }
    });
    shown.textContent = count + " of " + controls.length + " controls shown";
  }
  search.addEventListener("input", apply);
  boxes.forEach(function (box) { box.addEventListener("change", apply); });
  window.addEventListener("beforeprint", function () { controls.forEach(function (c) { if (!c.hidden) { c.open = c.open || c.dataset.status === "Fail" || c.dataset.status === "Error"; } }); });
  apply();
}());
