
(function () {
  "use strict";
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  var filter = document.getElementById("filter");
  var search = document.getElementById("search");
  var boxes = all("input[type=checkbox]", filter);
  var controls = all(".control[data-status]");
  var chapters = all(".chapter");
  var shown = document.getElementById("shown");
  filter.hidden = false;
  boxes.forEach(function (box) { box.checked = box.value !== "NotApplicable"; });
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
    chapters.forEach(function (chapter) {
      chapter.hidden = all(".control", chapter).every(function (control) { return control.hidden; });
    });
    shown.textContent = count + " of " + controls.length + " controls shown";
  }
  // A link leads to something that is shown and open.
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.classList.contains("control")) { target.open = true; target.hidden = false; }
    if (target.classList.contains("chapter")) { all(".control", target).forEach(function (control) { control.hidden = false; }); }
    var chapter = target.closest(".chapter");
    if (chapter) { chapter.hidden = false; target.scrollIntoView(); }
  }
  search.addEventListener("input", apply);
  boxes.forEach(function (box) { box.addEventListener("change", apply); });
  window.addEventListener("hashchange", reveal);
  all("a[href^='#']").forEach(function (link) { link.addEventListener("click", function () { window.setTimeout(reveal, 0); }); });
  // On paper nothing can be opened.
  window.addEventListener("beforeprint", function () {
    controls.forEach(function (control) {
      if (!control.hidden && !control.open && (control.dataset.status === "Fail" || control.dataset.status === "Error")) {
        control.open = true;
        control.dataset.printed = "";
      }
    });
  });
  window.addEventListener("afterprint", function () {
    all("[data-printed]").forEach(function (control) { control.open = false; delete control.dataset.printed; });
  });
  apply();
  reveal();
}());
