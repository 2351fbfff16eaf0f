/* The search field: a combobox (WAI-ARIA APG) that answers while one types; on the page of the search, a whole list.
   Without this script the form leads to that page, which has the lists of all places. Nothing is loaded until the
   reader comes to the field, nothing is sent but requests for lists, and text is only ever put in as text. */
(function () {
  "use strict";

  var form = document.querySelector("form.search"), script = document.currentScript;
  if (!form || !script || !window.Worker || !window.fetch || !("startsWith" in String.prototype)) { return; }

  var ROOT = new URL("../", script.src).href;
  var KEPT = "county"; // of the result that was last followed, so that its list comes first; stays in this browser
  var SHOWN = 8, PAGE = 100;
  var input = form.querySelector("input"), results = document.getElementById("results");
  var scope = (form.getAttribute("data-scope") || "").replace("/", "");
  var worker = null, ask = 0, most = results ? PAGE : SHOWN, many = 0, active = -1, options = [];
  var popup, status, chooser;

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

  function day(text) {
    var parts = text.split("-");
    return parts[0] + "年" + Number(parts[1]) + "月" + Number(parts[2]) + "日";
  }

  /* ---- asking */

  function question(lists) {
    if (!worker) {
      worker = new Worker(ROOT + "static/search-worker.js");
      worker.onmessage = function (event) { if (event.data.ask === ask) { show(event.data); } };
      worker.onerror = function () { say("查找没有装载成功，请按地区查找。"); };
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
    if (results && window.history.replaceState) {
      window.history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
    }
    question();
  }

  /* ---- showing */

  function say(text) {
    if (status.textContent !== text) { status.textContent = text; }
  }

  function summary(answer) {
    var text;
    if (!input.value.trim()) { return ""; }
    if (answer.near) { return "没有找到“" + input.value.trim() + "”，您是不是找："; }
    if (answer.total) {
      text = "找到 " + answer.total + " 个";
    } else {
      text = answer.units.length || answer.ways.length ? "" :
        answer.done ? "没有找到，请换一个说法，或按地区查找；没有记录不等于没有称号" : "正在查找";
    }
    if (answer.broad) { text += (text ? "；" : "") + "请再输几个字，或先选地区"; }
    if (answer.done && answer.left) {
      text += "，已查 " + answer.counties + "/" + (answer.counties + answer.left) + " 个区县" + (results ? "" : "，按回车继续查");
    } else if (!answer.done) { text += "，已查 " + answer.looked + "/" + answer.counties + " 个区县"; }
    return text ? text + "。" : "";
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

  function line(row, into) {
    var name = element("span", "name"), place, held = element("span", "held");
    if (row.kind === "unit" || row.kind === "way") {
      name.textContent = row.name;
      into.appendChild(name);
      if (row.kind === "unit") { into.appendChild(element("span", "place", "名录")); }
      return;
    }
    marked(row.name, row.marks[1], 0, name);
    if (row.qualifier) {
      name.appendChild(document.createTextNode("("));
      marked(row.qualifier, row.marks[1], row.name.length, name);
      name.appendChild(document.createTextNode(")"));
    }
    if (row.former) { name.appendChild(element("span", "note", "曾用名或原写法：" + row.former)); }
    into.appendChild(name);
    place = element("span", "place", row.county);
    marked(row.place, row.marks[0], 0, place);
    into.appendChild(place);
    row.titles.forEach(function (one) {
      var text = one.status === "none" ? "无称号" : (row.archived ? "当时" : "") + one.word;
      held.appendChild(element("span", "status " + one.status, text));
      held.appendChild(document.createTextNode(" " + one.title + (one.since ? " " + day(one.since) + "起" : "") + " "));
    });
    if (row.kind === "place") { held.textContent = "所辖名单"; }
    if (row.kind === "unplaced") { held.textContent = "通告印有此名，未能落位"; }
    if (row.archived) { held.appendChild(element("b", "history", "历史名录")); }
    into.appendChild(held);
  }

  function show(answer) {
    if (answer.failed) { say("名单没有装载成功，请检查网络后重试，或按地区查找。"); return; }
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
      return { element: option, href: ROOT + row.address, row: row };
    });
    activate(options.findIndex(function (one) { return one.href === kept; }));
    if (options.length && input.value.trim() && document.activeElement === input) { open(); } else { close(); }
    if (answer.done && !answer.left && answer.total > answer.rows.length) {
      say(summary(answer).replace("。", "，按回车看全部。"));
    }
  }

  /* The whole list, on the page of the search. */
  function whole(answer) {
    var list = element("ol", "found"), rows = answer.ways.concat(answer.units, answer.rows);
    results.hidden = !input.value.trim() || (!rows.length && !answer.done);
    results.textContent = "";
    results.appendChild(element("h2", "", answer.near ? "相近的名称" : rows.length ? "查找结果" : "没有找到"));
    if (answer.nothing && !answer.ways.length) {
      results.appendChild(element("p", "", "没有记录不等于没有称号：名称可能另有写法，称号可能还没有登记，所在的区县也可能不在本站。"));
      further(["按地区查找", "#places"], ["全部变化", "changes/"], ["说明", "about/"]);
    }
    if (!rows.length) { return; }
    rows.forEach(function (row) {
      var item = element("li", row.archived ? "past" : ""), link = element("a");
      link.href = ROOT + row.address;
      line(row, link);
      link.addEventListener("click", function () { remember(row); });
      item.appendChild(link);
      list.appendChild(item);
    });
    results.appendChild(list);
    if (answer.done && answer.total > answer.rows.length) {
      more("再看 " + Math.min(PAGE, answer.total - answer.rows.length) + " 个（共 " + answer.total + " 个）", function () {
        most += PAGE;
        question(many);
      });
    }
    if (answer.done && answer.left) {
      more("还有 " + answer.left + " 个区县可能有，继续查", function () {
        many = answer.counties + answer.left;
        question(many);
      });
    }
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
    var label = element("label", "search-where", "范围 ");
    chooser = element("select");
    chooser.appendChild(element("option", "", "全国"));
    chooser.options[0].value = "";
    provinces.forEach(function (one) {
      var option = element("option", "", one[1]);
      option.value = one[0];
      chooser.appendChild(option);
    });
    chooser.addEventListener("change", function () { question(); });
    label.appendChild(chooser);
    form.insertBefore(label, status);
  }

  function remember(row) {
    if (row.kind !== "unit" && row.kind !== "way") { remembered(row.address.slice(0, 6)); }
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
  status.lang = "zh-CN"; // the field stands on pages in other languages too
  form.appendChild(status);
  input.addEventListener("input", typed);
  input.addEventListener("focus", function () { if (!worker) { question(); } });
  if (results) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      typed();
    });
    var text = new URLSearchParams(window.location.search).get("q");
    if (text) { input.value = text.slice(0, 64); typed(); }
  } else {
    popup = element("ul", "search-popup");
    popup.id = "search-options";
    popup.setAttribute("role", "listbox");
    popup.lang = "zh-CN";
    popup.setAttribute("aria-label", "查找结果");
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
