// A county's list as it was known at the end of a day, made from its table of events. Loaded where a day was chosen.
(function () {
  "use strict";
  var section = document.getElementById("as-of"), form = section.querySelector("form");
  var day = new URLSearchParams(location.search).get("as-of");
  var source = new URL(form.dataset.events, location.href);
  var final = { nominate: "candidate", publish: "certified", suspend: "suspended", restore: "certified", revoke: "revoked" };
  // Names of titles in the language of the page, where the table has them in Chinese alone.
  var names = JSON.parse(form.dataset.titles || "{}");
  var DAY = 864e5;
  var field = form.elements["as-of"], areas = document.getElementById("areas");

  // A table of comma-separated values (RFC 4180), each row by the names of its columns.
  function rows(text) {
    var table = [[""]], row = table[0], quoted = false;
    for (var place = 0; place < text.length; place++) {
      var sign = text[place], last = row.length - 1;
      if (sign === '"') {
        if (quoted && text[place + 1] === '"') { row[last] += sign; place++; } else quoted = !quoted;
      } else if (quoted) row[last] += sign;
      else if (sign === ",") row.push("");
      else if (sign === "\n") table.push(row = [""]);
      else if (sign !== "\r") row[last] += sign;
    }
    var names = table.shift();
    return table.filter(function (row) { return row.length > 1; }).map(function (row) {
      return names.reduce(function (made, name, number) { made[name] = row[number]; return made; }, {});
    });
  }

  function instant(time) { return Date.parse(time.length === 10 ? time + "T00:00+08:00" : time); }
  function sequence(id) { return id ? Number(id.split("-")[1]) : 0; }

  // When each event was recorded: one that was recorded a day or more before the one that it corrects shows that the
  // time of this was mistyped, which then counts as recorded with it.
  function dated(events) {
    var earlier = {}, shown = {};
    events.forEach(function (event) {
      for (var named = earlier[event.corrects]; named; named = earlier[named.corrects]) {
        if (event.at < named.at - DAY && !shown[named.id]) shown[named.id] = event;
      }
      earlier[event.id] = event;
    });
    events.slice().reverse().forEach(function (event) {
      var by = shown[event.id];
      event.listed = by ? by.listed : event.at;
    });
    return events;
  }

  // Where a title stood after some of its events: those that are not corrected, in the places of what they replace.
  function folded(events) {
    var by = {}, place = {}, standing = [];
    events.filter(function (event) { return event.corrects; }).reverse().forEach(function (event) {
      if (event.corrects >= event.id || (by[event.id] && by[event.id].event === "correct")) return;
      if (!by[event.corrects]) by[event.corrects] = event;
    });
    events.forEach(function (event) {
      place[event.id] = event.corrects ? place[event.corrects] || event.id : event.id;
      if (event.event !== "correct" && !by[event.id] && final[event.event]) standing.push(event);
    });
    standing.sort(function (one, other) { return place[one.id] - place[other.id]; });
    return standing.pop();
  }

  function known(events, limit) {
    var titles = {};
    events.forEach(function (event) {
      if (event.listed > limit) return;
      var key = event.row.area_id + " " + event.row.title;
      (titles[key] = titles[key] || []).push(event);
    });
    return Object.keys(titles).sort().map(function (key) { return folded(titles[key]); }).filter(Boolean);
  }

  function told(time) {
    var chinese = document.documentElement.lang === "zh-CN";
    if (chinese) return time.slice(0, 4) + "年" + Number(time.slice(5, 7)) + "月" + Number(time.slice(8, 10)) + "日";
    return new Date(time.slice(0, 10) + "T00:00Z").toLocaleDateString("en-GB",
      { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  // The list of the present has its streets in order, each with its name, which leads to its page, and its areas, each
  // of which leads to its page in the language of this one.
  function areaOf(link) { return link.getAttribute("href").split("/").slice(-2)[0]; }
  function pages() {
    var found = {};
    Array.prototype.forEach.call(document.querySelectorAll("#areas tbody tr"), function (row) {
      var link = row.querySelector("a");
      found[areaOf(link)] = link;
    });
    return found;
  }
  function streetOf(area) { return area.split("-")[0].slice(0, 9); }
  function streets() {
    var headings = {};
    Array.prototype.forEach.call(document.querySelectorAll("#areas .group"), function (group) {
      headings[streetOf(areaOf(group.querySelector("tbody a")))] = group.querySelector("h3").firstChild;
    });
    return headings;
  }

  // What is made for a day, with the one of its banners that is true of it: "late", "early" and "ahead" are of days after
  // the newest record, before the first, and to come; "" of all others.
  function begun(kind) {
    var made = section.querySelector("template").content.cloneNode(true);
    Array.prototype.forEach.call(made.querySelectorAll(".banner"), function (banner) {
      if (banner.className !== ("banner past " + kind).trim()) banner.remove();
    });
    named(made.querySelector(".banner"), told(day));
    return made;
  }

  function without(made, parts) {
    Array.prototype.forEach.call(made.querySelectorAll(parts), function (part) { part.remove(); });
    put(made);
  }

  function show(events) {
    var made = begun(day > field.max ? "late" : "");
    var group = made.querySelector(".group"), numbers = {}, words = {}, bodies = {}, headings = streets(), there = pages();
    Array.prototype.forEach.call(made.querySelectorAll(".counts span"), function (word) {
      words[word.className.split(" ")[1]] = word.textContent;
    });
    made.querySelector(".failed").remove();
    events.map(function (event) { return streetOf(event.row.area_id); }).sort().forEach(function (street) {
      if (bodies[street]) return;
      var part = group.parentNode.insertBefore(group.cloneNode(true), group), heading = headings[street];
      part.querySelector("h3").prepend(heading ? heading.cloneNode(true) : street);
      bodies[street] = part.querySelector("tbody");
    });
    group.remove();
    events.forEach(function (event) {
      var row = bodies[streetOf(event.row.area_id)].insertRow(), status = final[event.event], head = document.createElement("th");
      head.scope = "row";
      row.dataset.title = event.row.title;
      var link = head.appendChild(document.createElement("a"));
      var now = there[event.row.area_id], name = now && now.firstElementChild;
      link.href = now || new URL(event.row.area_id + "/", source);
      link.textContent = event.row.area_name + (event.row.qualifier ? "(" + event.row.qualifier + ")" : "");
      // In another language a name has its reading beside it.
      if (name && name.textContent === link.textContent) link.innerHTML = now.innerHTML;
      else link.lang = "zh-CN";
      row.appendChild(head);
      var title = row.insertCell();
      title.className = "title";
      title.textContent = names[event.row.title] || event.row.title_name;
      if (!names[event.row.title]) title.lang = "zh-CN";
      var cell = row.insertCell(), word = cell.appendChild(document.createElement("span"));
      cell.className = "st";
      word.className = "status " + status;
      word.textContent = words[status];
      var since = row.insertCell();
      since.className = "d";
      since.textContent = told(event.row.effective_at);
      since.dataset.value = event.row.effective_at;
      numbers[status] = (numbers[status] || 0) + 1;
    });
    Array.prototype.forEach.call(made.querySelectorAll(".counts li"), function (item) {
      var status = item.querySelector("span").className.split(" ")[1];
      item.querySelector("b").textContent = (numbers[status] || 0).toLocaleString("en");
      if (status === "candidate" && !numbers[status]) item.remove();
    });
    Object.keys(bodies).forEach(function (street) {
      numbered(bodies[street].parentNode.querySelector("caption .n"), bodies[street].rows.length);
    });
    var link = made.querySelector(".cited"), note = link.parentNode.firstChild;
    numbered(note, events.length);
    note.textContent = note.textContent.replace("…", told(day));
    link.textContent = link.href = document.querySelector("link[rel=canonical]").href + "?as-of=" + day;
    copying(note.parentNode, link);
    put(made);
    areas.hidden = true;
  }

  // The address to cite, into the clipboard: as the page of an area does with its own (site.js).
  function copying(note, link) {
    var button = note.querySelector("button"), done = note.querySelector("[role=status]");
    function told() { done.textContent = button.dataset.done; }
    function byHand() {
      getSelection().selectAllChildren(link);
      if (document.execCommand("copy")) told();
    }
    button.addEventListener("click", function () {
      if (navigator.clipboard) navigator.clipboard.writeText(link.href).then(told, byHand);
      else byHand();
    });
  }

  function numbered(part, number) { part.textContent = part.textContent.replace("0", number.toLocaleString("en")); }

  function named(part, text) { part.firstChild.textContent = part.firstChild.textContent.replace("…", text); }

  function put(made) {
    section.appendChild(made);
    section.scrollIntoView();
  }

  if (!/^\d{4}-\d\d-\d\d$/.test(day) || isNaN(Date.parse(day))) return;
  field.value = day;
  var ahead = day > field.max && day > new Date(Date.now() + DAY / 3).toISOString().slice(0, 10); // UTC+8
  if (ahead || day < field.min) {
    without(begun(ahead ? "ahead" : "early"), ".failed, .counts, .note, .group");
    areas.hidden = true;
    return;
  }
  fetch(source).then(function (answer) {
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }).then(function (text) {
    var events = rows(text).map(function (row) {
      return {
        row: row, event: row.event, id: sequence(row.event_id), corrects: sequence(row.corrects), at: instant(row.recorded_at)
      };
    });
    show(known(dated(events), Date.parse(day + "T23:59:59.999+08:00")));
  }).catch(function () {
    without(begun(""), ".banner, .counts, .note, .group");
  });
})();
