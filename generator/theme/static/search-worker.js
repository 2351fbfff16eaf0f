/* Loads what a query needs, and answers it. Asked {ask, text, scope, within, near, most, lists}; answers with the same
   `ask` until `done`. An earlier question is dropped when a new one comes. */
/* global importScripts, WuyiSearch */
(function () {
  "use strict";
  importScripts("search-core.js");

  var HOME = new URL("../", self.location.href).href;
  var AT_ONCE = 6; // requests
  var MOST_ROWS = 400000; // kept in memory
  var FIRST_ROWS = 20; // more are asked for by a page that lists them all
  var FIRST_LISTS = 60; // of counties, before the reader is asked whether to go on
  var LISTS_WHILE_TYPING = 24;
  var FEW = 6; // counties: rather load their lists than one more file of the index
  var NEAR = 10;
  var loading = null, index, characters, more = null, current = 0, rows = 0;
  var lists = new Map(), made = new Map(), files = new Map(), events = new Map();

  function json(address) {
    return fetch(HOME + address).then(function (answer) {
      if (!answer.ok) { throw new Error(address); }
      return answer.json();
    });
  }

  /* The index and the table of characters, once; asked again where they could not be loaded. */
  function start() {
    loading = loading || Promise.all([json("search/index.json"), json("search/characters.json")]).then(function (both) {
      index = both[0];
      characters = new WuyiSearch.Characters(both[1]);
      index.names = new Map(index.units.map(function (one) { return [one[0], one[1]]; }));
      index.places = index.units.concat(index.counties).map(function (one) {
        var name = characters.fold(one[1]);
        return { code: one[0], name: one[1], forms: name.length > 2 ? [name, name.slice(0, -1)] : [name] };
      });
      ["pairs", "initials"].forEach(function (kind) {
        if (index.narrowing) { files.set(kind, new Set(index.narrowing[kind].split(" "))); }
      });
    }).catch(function (error) { loading = null; throw error; });
    return loading;
  }

  function list(county) {
    var code = county[0];
    if (!lists.has(code)) {
      lists.set(code, json(code + "/search.json").then(function (known) {
        var above = [code.slice(0, 2), code.slice(0, 4)].map(function (one) { return index.names.get(one); });
        var found = new WuyiSearch.List(known, characters, above.filter(Boolean));
        found.late = Boolean(county[5]) && Date.now() > Date.parse(county[5] + "T23:59:59+08:00");
        made.set(code, found);
        rows += found.rows.length;
      }, function (error) { lists.delete(code); throw error; }));
    }
    return lists.get(code);
  }

  /* ---- narrowing */

  var lines = new Map();

  function held(gram) {
    var address = "search/" + gram[0] + "/" + gram[1] + ".txt";
    if (!files.get(gram[0]).has(gram[1])) { return Promise.resolve(new Set()); }
    if (!lines.has(address)) {
      lines.set(address, fetch(HOME + address).then(function (answer) {
        if (!answer.ok) { throw new Error(address); }
        return answer.text();
      }).then(function (text) { return "\n" + text; }).catch(function (error) { lines.delete(address); throw error; }));
    }
    return lines.get(address).then(function (text) {
      var from = text.indexOf("\n" + gram[2] + " "), at = 0, found = new Set();
      if (from >= 0) {
        from += gram[2].length + 2;
        text.slice(from, text.indexOf("\n", from)).split(" ").forEach(function (step) {
          at += Number(step);
          found.add(at);
        });
      }
      return found;
    });
  }

  /* Places of the counties that have all grams of one of the alternatives. */
  async function having(alternatives) {
    var union = new Set(), i, k, both, one;
    for (i = 0; i < alternatives.length; i += 1) {
      both = null;
      for (k = 0; k < alternatives[i].length && (both === null || both.size > FEW); k += 1) {
        one = await held(alternatives[i][k]);
        both = both === null ? one : new Set(Array.from(both).filter(one.has, one));
      }
      (both || []).forEach(union.add, union);
    }
    return union;
  }

  /* Places of the counties that a query can be found in; null: the index cannot tell. */
  async function possible(query) {
    var texts = [[query.joined, ""]], found = new Set(), all = true, i, k, some, grams, terms = [];
    var letters = /^[a-z]{5,}$/.test(query.joined), own;
    if (query.house && !query.house.stem) { return null; }
    if (query.house) { texts.push([query.house.stem, ""]); }
    query.others.forEach(function (one) { texts.push([one, ""]); });
    own = texts.length;
    index.places.forEach(function (place) {
      place.forms.forEach(function (form) {
        texts.slice(0, own).forEach(function (one) {
          if (one[0].startsWith(form) && one[0].length > form.length + 1) {
            texts.push([one[0].slice(form.length), place.code]);
          }
        });
        if (letters) {
          characters.behind(form, query.joined).forEach(function (rest) {
            if (rest.length > 2) { texts.push([rest, place.code]); }
          });
        }
      });
    });
    if (query.terms.length > 1) {
      // Terms apart: those that name a place above say where, the others have to be there.
      var where = "", rest = query.terms.filter(function (term) {
        var place = index.places.find(function (place) { return place.forms.indexOf(term) >= 0; });
        where = place && place.code.length > where.length ? place.code : where;
        return !place;
      });
      terms = rest.length ? [[rest, where]] : [];
      if (!rest.length) { texts.push(["", where]); }
    }
    for (i = 0; i < texts.length; i += 1) {
      grams = texts[i][0] ? characters.grams(texts[i][0]) : [];
      if (grams.length) {
        some = await having(grams);
        some.forEach(function (one) { if (index.counties[one][0].startsWith(texts[i][1])) { found.add(one); } });
        all = false;
      } else if (texts[i][1]) {
        below(texts[i][1]).forEach(found.add, found);
        all = false;
      }
    }
    for (i = 0; i < terms.length; i += 1) {
      some = new Set(below(terms[i][1]));
      for (k = 0; k < terms[i][0].length; k += 1) {
        grams = characters.grams(terms[i][0][k]);
        if (grams.length) {
          grams = await having(grams);
          some = new Set(Array.from(some).filter(grams.has, grams));
          all = false;
        }
      }
      some.forEach(found.add, found);
    }
    // A name behind that of a place, or its words in another order.
    for (i = 0; i < texts.length && !found.size; i += 1) {
      some = await having(characters.parted(texts[i][0]));
      some.forEach(function (one) { if (index.counties[one][0].startsWith(texts[i][1])) { found.add(one); } });
    }
    if (query.code.length > 1) {
      below(query.code.slice(0, 6)).forEach(found.add, found);
      all = false;
    }
    return all ? null : found;
  }

  /* The number of a record (990101-000237) stands for the area that it is of, by the table of events of its county. */
  async function recorded(query) {
    var code = /^[0-9]{6}-[0-9]{6}$/.test(query.code) ? query.code.slice(0, 6) : "";
    if (!code || !below(code).length) { return; }
    if (!events.has(code)) {
      events.set(code, fetch(HOME + code + "/events.csv").then(function (answer) {
        if (!answer.ok) { throw new Error(code); }
        return answer.text();
      }).catch(function () { events.delete(code); return ""; }));
    }
    var found = new RegExp("^" + query.code + ",([0-9-]+),", "m").exec(await events.get(code));
    if (found) { query.code = found[1]; } else { query.recorded = code; } // the page of the county, where it is not there
  }

  function below(code) {
    var found = [];
    index.counties.forEach(function (one, place) { if (one[0].startsWith(code)) { found.push(place); } });
    return found;
  }

  /* Counties in the order in which they are looked through: near ones first, history last. */
  function ordered(places, asked) {
    function distance(one) {
      var i, code, codes = [asked.scope, asked.near];
      for (i = 0; i < codes.length; i += 1) {
        code = codes[i];
        if (code && one[0].startsWith(code)) { return i; }
      }
      for (i = 0; i < codes.length; i += 1) {
        if (codes[i] && one[0].slice(0, 2) === codes[i].slice(0, 2)) { return 2 + i; }
      }
      return one[3] === "archived" ? 5 : 4;
    }
    return places.map(function (place) { return index.counties[place]; })
      .filter(function (one) { return one[2] > 0 && one[0].startsWith(asked.within || ""); })
      .map(function (one) { return [distance(one), one]; })
      .sort(function (a, b) { return a[0] - b[0] || (a[1][0] < b[1][0] ? -1 : 1); })
      .map(function (one) { return one[1]; });
  }

  /* ---- answering */

  /* Provinces, cities and counties that a query names, by their name, its beginning, its pinyin or their code; those
     whose whole or short name it is come first. */
  function units(query) {
    var text = query.joined, letters = /^[a-z]+$/.test(text) && text.length > 1;
    function whole(place) {
      return place.forms.some(function (form) {
        return form === text || (letters && characters.match(form, 0, text, 0, 3, false) === form.length);
      });
    }
    return !text ? [] : index.places.filter(function (place) {
      return place.forms[0].startsWith(text) || text.startsWith(place.forms[0]) ||
        (query.code.length > 1 && place.code.startsWith(query.code)) || place.code === query.recorded ||
        (letters && characters.match(place.forms[0], 0, text, 0, 3, false) >= 0);
    }).map(function (place) { return [whole(place) ? 0 : 1, place]; })
      .sort(function (a, b) { return a[0] - b[0]; }).slice(0, 5).map(function (ranked) {
        return { kind: "unit", name: ranked[1].name, address: ranked[1].code + "/" };
      });
  }

  /* A query without the name of a place before or behind it, and the code of that county: 示例区取消; "" where it names
     no county, or several. */
  function apart(text) {
    var longest = "", rest = text, codes = [];
    index.places.forEach(function (place) {
      place.forms.forEach(function (form) {
        var before = text.startsWith(form);
        if (form.length < longest.length || form.length >= text.length || !(before || text.endsWith(form))) { return; }
        if (form.length > longest.length) { codes = []; }
        longest = form;
        rest = before ? text.slice(form.length) : text.slice(0, -form.length);
        if (place.code.length === 6) { codes.push(place.code); }
      });
    });
    return { text: rest, named: longest !== "", county: codes.length === 1 ? codes[0] : "" };
  }

  /* Pages that tell of a query that is no name: one that is such a word, by its characters or pinyin, or that with a
     place; where nothing is found also one that has such a word in it. Of what happened to titles, the list of the
     county that is named, or that the reader is at, comes first. */
  function ways(query, nothing, scope) {
    var text = query.joined, letters = /^[a-z]+$/.test(text) && text.length > 3, named = apart(text), led = [];
    var county = index.places.find(function (place) {
      return place.code.length === 6 && place.code === (named.named ? named.county : scope);
    });
    (text ? index.ways || [] : []).forEach(function (way) {
      var asked = way[0].split(" ").some(function (word) {
        return word === text || word === named.text || (nothing && text.indexOf(word) >= 0) ||
          (letters && characters.match(word, 0, text, 0, 1, false) === word.length);
      });
      if (asked && county && way[3]) {
        led.push({ kind: "list", place: county.name, name: way[4], address: county.code + "/#only-" + way[3] });
      }
      if (asked) { led.push({ kind: "way", name: way[1], address: way[2] }); }
    });
    return led;
  }

  async function answer(asked) {
    var query, places, wanted, missing, found = [], near = [], i, limit = asked.lists || (asked.most > FIRST_ROWS ? FIRST_LISTS : LISTS_WHILE_TYPING), broad = false;
    function stale() { return asked.ask !== current; }
    function say(done) {
      var hits = near.length ? near : found, named = units(query), nothing = done && !found.length && !named.length && !left;
      self.postMessage({
        ask: asked.ask, done: done, total: found.length, near: near.length > 0, broad: broad,
        rows: hits.slice(0, asked.most).map(characters.shown, characters), units: named,
        ways: ways(query, nothing, asked.scope), nothing: nothing,
        looked: wanted.length - missing.length, counties: wanted.length, left: left,
        provinces: index.narrowing ? index.units.filter(function (one) { return one[0].length === 2; }) : []
      });
    }
    function look(county) {
      var known = made.get(county[0]);
      if (known) { Array.prototype.push.apply(found, query.inside(known)); }
    }
    function good(hit) { return hit.rank < 2; }
    function sorted() { found = WuyiSearch.settled(found); }
    var left = 0;

    await start();
    if (rows > MOST_ROWS) { lists.clear(); made.clear(); rows = 0; }
    query = new WuyiSearch.Query(asked.text, characters);
    await recorded(query);
    if (stale()) { return; }
    places = index.counties.map(function (_, place) { return place; });
    if (index.narrowing && !asked.within) {
      wanted = query.joined ? await possible(query) : new Set();
      if (stale()) { return; }
      if (wanted === null) {
        // One character or two letters are everywhere: those of the place at hand, and the reader may choose another.
        broad = true;
        wanted = new Set(below(asked.scope ? asked.scope.slice(0, 6) : asked.near || "-"));
      }
      // The list at hand is small, and is asked for any kind of query.
      if (asked.scope.length === 6) { below(asked.scope).forEach(wanted.add, wanted); }
      places = Array.from(wanted);
    }
    wanted = ordered(places, asked);
    if (index.narrowing && !asked.within && wanted.length > limit) {
      left = wanted.length - limit;
      wanted = wanted.slice(0, limit);
    }
    missing = wanted.filter(function (one) { return !made.has(one[0]); });
    wanted.forEach(look);
    sorted();
    while (missing.length) {
      // Where a few rows are shown, the first that begin with the text are enough: the whole list is on its own page.
      if (index.narrowing && asked.most <= FIRST_ROWS && found.filter(good).length >= asked.most) { break; }
      if (query.joined) { say(false); }
      places = missing.slice(0, AT_ONCE);
      await Promise.all(places.map(list));
      if (stale()) { return; }
      missing = missing.slice(AT_ONCE);
      places.forEach(look);
      sorted();
    }
    left += missing.length;
    wanted = wanted.slice(0, wanted.length - missing.length);
    missing = [];
    if (query.joined && !found.length && !left && !ways(query, false, asked.scope).length) {
      near = await suggestions(query, wanted, asked, stale);
      if (stale()) { return; }
    }
    say(true);
  }

  async function suggestions(query, wanted, asked, stale) {
    var doubted, i;
    more = more || json("search/readings.json").then(function (known) { characters.add(known.readings); });
    await more.catch(function () { more = null; });
    if (index.narrowing && !asked.within && !stale()) {
      doubted = await having(characters.grams(query.joined).concat(characters.doubted(query.joined)));
      wanted = wanted.concat(ordered(Array.from(doubted), asked)).slice(0, FIRST_LISTS);
      for (i = 0; i < wanted.length && !stale(); i += AT_ONCE) {
        await Promise.all(wanted.slice(i, i + AT_ONCE).map(list));
      }
    }
    var codes = new Set(wanted.map(function (one) { return one[0]; }));
    return query.near(Array.from(codes).map(function (code) { return made.get(code); }).filter(Boolean), NEAR);
  }

  self.onmessage = function (event) {
    var asked = event.data;
    current = asked.ask;
    answer(asked).catch(function () {
      if (asked.ask === current) { self.postMessage({ ask: asked.ask, failed: true }); }
    });
  };
}());
