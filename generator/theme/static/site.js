// What a page can do beyond being read. Without this script everything is still there to be read and followed.
(function () {
  "use strict";
  var all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };
  var one = function (selector) { return document.querySelector(selector); };
  var root = document.documentElement;

  // Large text: kept from page to page.
  var mode = one("button.mode");
  function simple(on) {
    root.classList.toggle("simple", on);
    mode.setAttribute("aria-pressed", String(on));
  }
  function kept(value) {
    try {
      if (value === undefined) return localStorage.getItem("simple") === "1";
      localStorage.setItem("simple", value ? "1" : "0");
    } catch (refused) { /* Where nothing may be kept it holds for this page. */ }
    return value || false;
  }
  simple(kept());
  mode.hidden = false;
  mode.addEventListener("click", function () { simple(kept(!root.classList.contains("simple"))); });

  // A list that is older than its county promises says so, by the clock of the reader.
  var fresh = one(".fresh");
  if (fresh && Date.now() > Date.parse(fresh.dataset.due)) {
    var days = Math.floor((Date.now() - Date.parse(fresh.dataset.since)) / 864e5).toLocaleString("en");
    var whose = fresh.dataset.whose;
    // Of many counties the day that passed stays: it has a line of its own on a telephone.
    fresh.textContent = root.lang === "en"
      ? (whose ? whose + ": no" : "No") + " new record for " + days + (days === "1" ? " day; " : " days; ")
        + (whose ? "its" : "this") + " list may be out of date."
      : (whose && whose + " ") + days + " 天没有新记录，可能过时" + (whose && "。" + fresh.lastChild.textContent);
    fresh.classList.add("stale");
  }

  // Handing on the address of the page. These pages are in Chinese alone, and the buttons need this script.
  var acts = one(".acts");
  if (acts) {
    var address = one("link[rel=canonical]").href;
    var done = document.createElement("span");
    var copy = function () {
      function told() { done.textContent = "网址已复制"; }
      function byHand() {
        getSelection().selectAllChildren(one(".url"));
        if (document.execCommand("copy")) told();
      }
      if (navigator.clipboard) navigator.clipboard.writeText(address).then(told, byHand);
      else byHand();
    };
    var does = {
      copy: copy,
      print: function () { print(); },
      share: function () { navigator.share({ title: document.title, url: address }).catch(function () {}); }
    };
    [["share", "分享"], ["copy", "复制网址"], ["print", "打印"]].forEach(function (act) {
      if (act[0] === "share" && !navigator.share) return;
      var button = document.createElement("button");
      button.type = "button";
      button.dataset.act = act[0];
      button.textContent = act[1];
      button.addEventListener("click", does[act[0]]);
      acts.appendChild(button);
    });
    done.setAttribute("role", "status");
    acts.appendChild(done);
    acts.hidden = false;
  }

  // The value of a step of a chart, on a tap: without scripts it shows on hover.
  all(".spans rect").forEach(function (step) {
    step.addEventListener("click", function () {
      step.closest("figure").querySelector("output").textContent = step.textContent;
    });
  });

  // The list as it was known on a day: what makes it is loaded where a day was chosen.
  var past = one("form.as-of");
  if (past) {
    past.hidden = false;
    if (/[?&]as-of=./.test(location.search)) {
      var script = document.createElement("script");
      script.src = past.dataset.script;
      document.head.appendChild(script);
    }
  }

  // Narrowing a list: the address keeps what was chosen.
  var form = one("form.narrow");
  if (form) {
    var fields = all("select", form);
    var groups = all(".list .group").map(function (part) { return { part: part, rows: all("tbody tr", part) }; });
    var shown = form.querySelector("output b"), told = form.querySelector(".told");
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
      if (told) told.textContent = chosen[0].told;
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
  }
})();
