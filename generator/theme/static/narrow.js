// Narrowing a list: the address keeps what was chosen. Without this script the whole list is there, with ways into it.
(function () {
  "use strict";
  var all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };
  var one = function (selector) { return document.querySelector(selector); };
  var form = one("form.narrow");
  var fields = all("select", form);
  var groups = all(".list .group").map(function (part) { return { part: part, rows: all("tbody tr", part) }; });
  var shown = form.querySelector("output b"), told = form.querySelector(".told");
  // What can be subscribed to is of the place that was chosen, where it has a feed.
  var offer = one(".offers li");
  var subscribe = function (chosen) {
    offer.firstChild.textContent = chosen.feedName;
    all("a", offer).forEach(function (link) {
      link.href = link.href.replace(/.*(?=\.)/, chosen.feed);
      link.title = chosen.feedName + link.textContent;
    });
  };
  var narrow = function () {
    var chosen = fields.map(function (field) { return field.selectedOptions[0].dataset; });
    var marks = chosen.map(function (option) { return option.mark; }).filter(Boolean);
    var group = chosen.map(function (option) { return option.group; }).filter(Boolean)[0];
    var number = 0, whole = 0;
    groups.forEach(function (one) {
      var before = number, inside = !group || one.part.id === group;
      one.rows.forEach(function (row) {
        var fits = inside && marks.every(function (mark) { return row.classList.contains(mark); });
        if (row.hidden === fits) row.hidden = !fits;
        if (fits) number++;
      });
      one.part.hidden = number === before;
      whole += one.rows.length;
    });
    form.parentNode.classList.toggle("narrowed", number < whole);
    shown.textContent = number.toLocaleString("en");
    if (told) {
      told.textContent = chosen[0].told;
      subscribe(chosen[0]);
    }
  };
  var choose = function () {
    var query = new URLSearchParams(location.search);
    fields.forEach(function (field) {
      var value = query.get(field.name);
      field.value = value;
      if (field.selectedIndex < 0) field.value = "";
    });
    narrow();
  };
  var keep = function () {
    var query = fields.filter(function (field) { return field.value; }).map(function (field) {
      return field.name + "=" + encodeURIComponent(field.value);
    }).join("&");
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + "#areas");
    narrow();
  };
  form.addEventListener("change", keep);
  form.addEventListener("reset", function () { setTimeout(keep); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  one(".ways-in").hidden = true;
  // The link of a page without scripts chooses the same.
  var only = /^#only-(\w+)$/.exec(location.hash);
  var same = only && one('option[data-mark="' + only[1] + '"]');
  if (same) {
    location.hash = "areas";
    same.selected = true;
    keep();
  } else choose();
  addEventListener("pageshow", function (event) { if (event.persisted) choose(); });
})();
