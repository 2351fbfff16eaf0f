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
})();
