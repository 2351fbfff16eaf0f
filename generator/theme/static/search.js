/* The search field: a combobox (WAI-ARIA APG) that answers while one types; on the page of the search, a whole list.
   Without this script the form leads to that page, which has the lists of all places. Nothing is loaded until the
   reader comes to the field, nothing is sent but requests for lists, and text is only ever put in as text. */
(function () {
  "use strict";

  var form = document.querySelector("form.search"), script = document.currentScript;
  if (!form || !script) { return; }
  var input = form.querySelector("input"), results = document.getElementById("results");

  /* What was looked for stays in the field, whatever else the browser can do. */
  function asked() {
    var found = /[?&]q=([^&]*)/.exec(window.location.search);
    try {
      return found ? decodeURIComponent(found[1].replace(/\+/g, " ")).slice(0, 64) : "";
    } catch (error) { return ""; } // no text in UTF-8
  }
  if (results && asked()) { input.value = asked(); }
  if (!window.Worker || !window.fetch || !window.Promise || !("startsWith" in String.prototype)) { return; }

  var ROOT = new URL("../", script.src).href, LANG = document.documentElement.lang;
  var CHINESE = "zh-CN", foreign = LANG !== CHINESE;
  var KEPT = "county"; // of the result that was last followed, so that its list comes first; stays in this browser
  var SHOWN = 8, PAGE = 100, PAUSE = 400;
  var scope = (form.getAttribute("data-scope") || "").replace("/", "");
  var worker = null, ask = 0, most = results ? PAGE : SHOWN, many = 0, active = -1, options = [];
  var popup, status, chooser, telling = 0;
  var told = null, words = {}, folder = "", pages = {}, areas = false; // of a language other than Chinese, when the reader asks

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) { made.className = name; }
    if (text) { made.textContent = text; }
    return made;
  }

  function remembered(code) {
    try {
      if (code) { localStorage.setItem(KEPT, code); }
      return localStorage.getItem(KEPT) || "";
    } catch (error) {
      return "";
    }
  }

  /* ---- words: in Chinese as they stand here; in the language of the page, where it is another, as its table has them */

  function _(text) {
    return words[text] || text;
  }

  /* A sentence with its places ({}) filled. */
  function filled(text) {
    var values = Array.prototype.slice.call(arguments, 1);
    return text.replace(/\{\}/g, function () { return String(values.shift()); });
  }

  /* Does something once the words of the page's language are there; in Chinese where they cannot be loaded. */
  function spoken(then) {
    if (!foreign) { then(); return; }
    told = told || fetch(ROOT + "search/" + LANG + ".json").then(function (answer) {
      if (!answer.ok) { throw new Error(LANG); }
      return answer.json();
    }).then(function (table) {
      words = table.words;
      folder = table.folder;
      pages = table.pages;
      areas = table.areas;
      status.lang = LANG;
      if (popup) {
        popup.lang = LANG;
        popup.setAttribute("aria-label", _("查找结果"));
      }
    }).catch(function () { told = null; });
    told.then(then);
  }

  function day(text) {
    var parts = text.split("-");
    if (status.lang !== CHINESE) {
      return new Date(text + "T00:00:00Z").toLocaleDateString(LANG === "en" ? "en-GB" : LANG,
        { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    }
    return parts[0] + "年" + Number(parts[1]) + "月" + Number(parts[2]) + "日";
  }

  /* Where a row leads: to the page in the language of this one, where there is one. */
  function leads(row) {
    var there = row.kind === "unit" || row.kind === "list" || (areas && row.kind === "area" && !row.archived);
    return ROOT + (there ? folder + row.address : pages[row.address] || row.address);
  }

  /* ---- asking */

  function question(lists) {
    if (!worker) {
      worker = new Worker(ROOT + "static/search-worker.js");
      worker.onmessage = function (event) {
        spoken(function () { if (event.data.ask === ask) { show(event.data); } });
      };
      worker.onerror = function () { say(_("查找没有装载成功，请按地区查找。")); };
    }
    ask += 1;
    worker.postMessage({
      ask: ask, text: input.value, scope: scope, near: remembered(), most: most, lists: lists || 0,
      within: chooser && chooser.value ? chooser.value : ""
    });
  }

  function typed() {
    most = results ? PAGE : SHOWN;
    many = 0;
    if (!input.value.trim()) {
      say("");
      if (results) { results.hidden = true; } else { close(); }
    }
    if (results) {
      window.clearTimeout(telling);
      telling = window.setTimeout(address, PAUSE);
    }
    question();
  }

  /* The address says what was looked for, when the reader pauses: browsers limit how often it may change, and some end
     a script that does so more often. */
  function address() {
    try {
      window.history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
    } catch (error) { /* the answer stands all the same */ }
  }

  /* ---- showing */

  function say(text) {
    if (status.textContent !== text) { status.textContent = text; }
  }

  function summary(answer) {
    var text;
    if (!input.value.trim()) { return ""; }
    if (answer.near) { return filled(_("没有找到“{}”（没有记录不等于没有称号），您是不是找："), input.value.trim()); }
    if (answer.total) {
      text = filled(_("找到 {} 个"), answer.total);
    } else {
      text = answer.units.length || answer.ways.length ? "" :
        answer.done ? _("没有找到，请换一个说法，或按地区查找；没有记录不等于没有称号") : _("正在查找");
    }
    if (answer.broad) { text += (text ? _("；") : "") + _("请再输几个字，或先选地区"); }
    if (answer.done && answer.left) {
      text += filled(_("，已查 {}/{} 个区县"), answer.counties, answer.counties + answer.left) + (results ? "" : _("，按回车继续查"));
    } else if (!answer.done) { text += filled(_("，已查 {}/{} 个区县"), answer.looked, answer.counties); }
    return text ? text + _("。") : "";
  }

  /* A text with marks on the parts that were looked for. */
  function marked(text, marks, from, into) {
    var at = 0;
    marks.forEach(function (span) {
      var start = span[0] - from, end = span[1] - from;
      if (start < at || end > text.length || start < 0) { return; }
      if (start > at) { into.appendChild(document.createTextNode(text.slice(at, start))); }
      if (start === at && into.lastChild && into.lastChild.nodeName === "MARK") {
        into.lastChild.textContent += text.slice(start, end);
      } else {
        into.appendChild(element("mark", "", text.slice(start, end)));
      }
      at = end;
    });
    if (at < text.length) { into.appendChild(document.createTextNode(text.slice(at))); }
  }

  /* What stands in Chinese, on a page in another language. */
  function chinese(made) {
    if (foreign) { made.lang = CHINESE; }
    return made;
  }

  function line(row, into) {
    var name = element("span", "name"), place, held = element("span", "held");
    if (row.kind === "way" || row.kind === "list") {
      name.textContent = _(row.name);
      into.appendChild(name);
      if (row.kind === "list") { into.appendChild(chinese(element("span", "place", row.place))); }
      return;
    }
    chinese(name);
    if (row.kind === "unit") {
      name.textContent = row.name;
      into.appendChild(name);
      into.appendChild(element("span", "place", _("名录")));
      return;
    }
    marked(row.name, row.marks[1], 0, name);
    if (row.qualifier) {
      name.appendChild(document.createTextNode("("));
      marked(row.qualifier, row.marks[1], row.name.length, name);
      name.appendChild(document.createTextNode(")"));
    }
    if (row.former) { name.appendChild(element("span", "note", filled(_("曾用名或原写法：{}"), row.former))); }
    into.appendChild(name);
    place = chinese(element("span", "place", row.county));
    marked(row.place, row.marks[0], 0, place);
    into.appendChild(place);
    row.titles.forEach(function (one) {
      var text = one.status === "none" ? _("无称号") : row.archived ? filled(_("当时{}"), _(one.word)) : _(one.word);
      held.appendChild(element("span", "status " + one.status, text));
      held.appendChild(document.createTextNode(" " + _(one.title) + (one.since ? " " + filled(_("{}起"), day(one.since)) : "") + " "));
    });
    // Of a county that is silent for longer than it promises: the status is that of its newest record.
    if (row.as_of && row.titles.length) { held.appendChild(element("span", "note", filled(_("截至 {}"), day(row.as_of)))); }
    if (row.kind === "place") { held.textContent = _("所辖名单"); }
    if (row.kind === "unplaced") { held.textContent = _("通告印有此名，未能落位"); }
    if (row.archived) { held.appendChild(element("b", "history", _("历史名录"))); }
    into.appendChild(held);
  }

  function show(answer) {
    if (answer.failed) { say(_("名单没有装载成功，请检查网络后重试，或按地区查找。")); return; }
    if (answer.provinces.length && !chooser) { choose(answer.provinces); }
    say(summary(answer));
    if (results) { whole(answer); } else { drop(answer); }
  }

  /* The list below the field. */
  function drop(answer) {
    var rows = answer.ways.concat(answer.units.slice(0, 3), answer.rows).slice(0, SHOWN);
    var kept = active >= 0 && options[active] ? options[active].href : "";
    popup.textContent = "";
    options = rows.map(function (row, i) {
      var option = element("li", row.archived ? "past" : "");
      option.id = "search-option-" + i;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      line(row, option);
      popup.appendChild(option);
      return { element: option, href: leads(row), row: row };
    });
    activate(options.findIndex(function (one) { return one.href === kept; }));
    if (options.length && input.value.trim() && document.activeElement === input) { open(); } else { close(); }
    if (answer.done && !answer.left && answer.total > answer.rows.length) {
      say(filled(_("找到 {} 个，按回车看全部。"), answer.total));
    }
  }

  /* The whole list, on the page of the search. */
  function whole(answer) {
    var list = element("ol", "found"), rows = answer.ways.concat(answer.units, answer.rows);
    results.hidden = !input.value.trim() || (!rows.length && !answer.done);
    results.textContent = "";
    results.appendChild(element("h2", "", answer.near ? _("相近的名称") : rows.length ? _("查找结果") : _("没有找到")));
    if (!rows.length) {
      if (answer.nothing) { unfound(); }
      return;
    }
    rows.forEach(function (row) {
      var item = element("li", row.archived ? "past" : ""), link = element("a");
      link.href = leads(row);
      line(row, link);
      link.addEventListener("click", function () {
        remember(row);
        address(); // whoever comes back finds what was looked for
      });
      item.appendChild(link);
      list.appendChild(item);
    });
    results.appendChild(list);
    if (answer.nothing && !answer.ways.length) { unfound(); } // names that are alike, first
    if (answer.done && answer.total > answer.rows.length) {
      more(filled(_("再看 {} 个（共 {} 个）"), Math.min(PAGE, answer.total - answer.rows.length), answer.total), function () {
        most += PAGE;
        question(many);
      });
    }
    if (answer.done && answer.left) {
      more(filled(_("还有 {} 个区县可能有，继续查"), answer.left), function () {
        many = answer.counties + answer.left;
        question(many);
      });
    }
  }

  /* What it may mean that a name is not there, and ways on. */
  function unfound() {
    results.appendChild(element("p", "", _("没有记录不等于没有称号：名称可能另有写法，称号可能还没有登记，所在的区县也可能不在本站。")));
    further([_("按地区查找"), "#places"], [_("全部变化"), "changes/"], [_("说明"), pages["about/"] || "about/"]);
  }

  /* Ways on: [name, address] of each. */
  function further() {
    var ways = element("p", "ways");
    Array.prototype.forEach.call(arguments, function (way) {
      var link = element("a", "", way[0]);
      link.href = way[1].charAt(0) === "#" ? way[1] : ROOT + way[1];
      ways.appendChild(link);
      ways.appendChild(document.createTextNode(" "));
    });
    results.appendChild(ways);
  }

  function more(text, then) {
    var button = element("button", "further", text);
    button.type = "button";
    button.addEventListener("click", then);
    results.appendChild(button);
  }

  function choose(provinces) {
    var label = element("label", "search-where", _("范围") + " ");
    chooser = element("select");
    chooser.appendChild(element("option", "", _("全国")));
    chooser.options[0].value = "";
    provinces.forEach(function (one) {
      var option = chinese(element("option", "", one[1]));
      option.value = one[0];
      chooser.appendChild(option);
    });
    chooser.addEventListener("change", function () { question(); });
    label.appendChild(chooser);
    form.insertBefore(label, status);
  }

  function remember(row) {
    if (row.kind !== "unit" && row.kind !== "way" && row.kind !== "list") { remembered(row.address.slice(0, 6)); }
  }

  /* ---- the combobox */

  function open() {
    popup.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(place) {
    if (options[active]) { options[active].element.setAttribute("aria-selected", "false"); }
    active = place;
    if (options[active]) {
      options[active].element.setAttribute("aria-selected", "true");
      options[active].element.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].element.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function follow(option) {
    remember(option.row);
    window.location.href = option.href;
  }

  function pressed(event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) { return; }
      event.preventDefault();
      if (popup.hidden) { open(); }
      var step = event.key === "ArrowDown" ? 1 : -1;
      var next = active + step;
      activate(next >= options.length ? -1 : next < -1 ? options.length - 1 : next);
    } else if (event.key === "Enter" && !popup.hidden && options[active]) {
      event.preventDefault();
      follow(options[active]);
    } else if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault();
      close();
    }
  }

  status = element("p", "search-status");
  status.setAttribute("role", "status");
  status.lang = CHINESE; // until the words of another language are there
  form.appendChild(status);
  input.addEventListener("input", typed);
  input.addEventListener("focus", function () { if (!worker) { question(); } });
  if (results) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      typed();
    });
    if (input.value.trim()) { question(); }
  } else {
    popup = element("ul", "search-popup");
    popup.id = "search-options";
    popup.setAttribute("role", "listbox");
    popup.lang = CHINESE;
    popup.setAttribute("aria-label", _("查找结果"));
    popup.hidden = true;
    form.querySelector(".search-field").appendChild(popup);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", popup.id);
    input.addEventListener("keydown", pressed);
    input.addEventListener("blur", close);
    // The field keeps the focus while an option is pressed.
    popup.addEventListener("mousedown", function (event) { event.preventDefault(); });
    popup.addEventListener("click", function (event) {
      var found = options.filter(function (one) { return one.element.contains(event.target); })[0];
      if (found) { follow(found); }
    });
    form.addEventListener("submit", function (event) { if (!input.value.trim()) { event.preventDefault(); } });
  }
}());
