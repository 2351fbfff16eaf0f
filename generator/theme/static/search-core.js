/* What a search compares and finds; no network, no page. Runs in a worker (search-worker.js) and in tests alike.
   A name is found by any part of it, of its place, its code, its pinyin or its first letters, in either script. */
(function (root) {
  "use strict";

  var MOST = 64; // characters of a query
  var TERMS = 6;

  // As in generator/spelling/forms.py, which says what this drops; a test holds the two together.
  var DROPPED = new RegExp(
    "[\\u0000-/:-@\\[-`{-\\u00bf\\u00d7\\u00f7\\u02b0-\\u036f\\u2000-\\u20cf\\u2190-\\u245f\\u2500-\\u2bff" +
    "\\u2e00-\\u2e7f\\u2ff0-\\u3004\\u3008-\\u3020\\u302a-\\u3030\\u303d-\\u3040\\u3099-\\u309c\\u30a0\\u30fb-\\u30fe" +
    "\\ufd3e\\ufd3f\\ufe00-\\ufe6f\\uff00-\\uff0f\\ufff0-\\uffff]", "g");
  var LATIN = /[\u00c0-\u024f\u1e00-\u1eff]/g;
  var PLAIN = /^[0-9a-z\u4e00-\u9fff]*$/;
  var LETTERS = /[a-z]/;
  var CHINESE = /[^\x00-\x7f]/;

  function letter(one) {
    var apart = one.normalize("NFD");
    return apart.charAt(1) === "\u0308" && apart.charAt(0) === "u" ? "v" : apart.charAt(0);
  }

  /* ---- characters: their other forms and their readings */

  function Characters(known) {
    var self = this, one, i;
    this.forms = new Map();
    this.readings = new Map();
    this.letters = new Uint32Array(65536); // by code unit: the first letters of its readings, a bit for each
    this.said = new Array(65536); // by code unit: its readings
    this.other = new Uint8Array(65536); // by code unit: whether it may be another form of a character
    this.words = [];
    Object.keys(known.forms || {}).forEach(function (one) {
      Array.from(known.forms[one]).forEach(function (other) { 
        self.forms.set(other, one);
        self.other[other.charCodeAt(0)] = 1;
      });
    });
    this.add(known.readings);
    Object.keys(known.words || {}).forEach(function (word) {
      self.words.push([word, known.words[word].split(" ")]);
    });
    this.words.sort(function (a, b) { return b[0].length - a[0].length; });
    for (i = 0; i < 26; i += 1) { this.letters[97 + i] = 1 << i; }
    for (one = 0xd800; one < 0xdc00; one += 1) { this.letters[one] = 0x3ffffff; }
  }

  /* Adds readings: by reading, those that are usually read so, and those that are sometimes. */
  Characters.prototype.add = function (readings) {
    var self = this;
    this.edition = (this.edition || 0) + 1;
    [0, 1].forEach(function (place) {
      Object.keys(readings).forEach(function (reading) {
        Array.from(readings[reading][place]).forEach(function (one) {
          var known = self.readings.get(one);
          if (known) { known.push(reading); } else { self.readings.set(one, [reading]); }
          if (one.length === 1) {
            self.letters[one.charCodeAt(0)] |= 1 << (reading.charCodeAt(0) - 97);
            self.said[one.charCodeAt(0)] = self.readings.get(one);
          }
        });
      });
    });
  };

  /* The characters that have a reading. */
  Characters.prototype.sounding = function (reading) {
    var found;
    if (this.sounded !== this.edition) {
      found = this.sounds = new Map();
      this.sounded = this.edition;
      this.readings.forEach(function (readings, one) {
        readings.forEach(function (said) {
          if (found.has(said)) { found.get(said).push(one); } else { found.set(said, [one]); }
        });
      });
    }
    return this.sounds.get(reading) || [];
  };

  Characters.prototype.fold = function (text) {
    var forms = this.forms, i;
    if (!PLAIN.test(text)) {
      text = text.normalize("NFKC").toLowerCase().replace(LATIN, letter).replace(DROPPED, "");
    }
    for (i = 0; i < text.length; i += 1) {
      if (this.other[text.charCodeAt(i)]) {
        return Array.from(text).map(function (one) { return forms.get(one) || one; }).join("");
      }
    }
    return text;
  };

  /* Where each code unit of a folded text stood in the text: for marks. */
  Characters.prototype.places = function (text) {
    var self = this, found = [], at = 0;
    Array.from(text).forEach(function (one) {
      var length = self.fold(one).length, i;
      for (i = 0; i < length; i += 1) { found.push([at, at + one.length]); }
      at += one.length;
    });
    return found;
  };

  /* The readings of the character at a place that people there use: by the longest word around it, else the first. */
  Characters.prototype.usual = function (text, at, one) {
    var i, word, start, said;
    for (i = 0; i < this.words.length; i += 1) {
      word = this.words[i][0];
      said = Array.from(word).indexOf(one);
      if (said >= 0) {
        start = text.indexOf(word, Math.max(0, at - word.length + 1));
        if (start >= 0 && start <= at && at < start + word.length && word.charAt(at - start) === one) {
          return this.words[i][1][at - start];
        }
      }
    }
    return (this.readings.get(one) || [])[0];
  };

  /* ---- matching letters: pinyin in full, first letters, or a mixture; the last syllable may be unfinished */

  var FULL = 1, INITIALS = 2, MIXED = 3;

  /* The end of what a query matches from a place of a text, or -1. `how` is FULL, INITIALS or MIXED; `usual` asks for
     the readings of the place alone. Characters stand for themselves. */
  Characters.prototype.match = function (text, i, query, j, how, usual) {
    var unit, width = 1, same, readings, k, reading, length, left = query.length - j, n, end;
    if (!left) { return i; }
    if (i >= text.length) { return -1; }
    unit = text.charCodeAt(i);
    same = unit === query.charCodeAt(j);
    if (unit >= 0xd800 && unit < 0xdc00) {
      width = 2;
      same = same && text.charCodeAt(i + 1) === query.charCodeAt(j + 1);
    }
    if (same) {
      end = this.match(text, i + width, query, j + width, how, usual);
      if (end >= 0) { return end; }
    }
    readings = width === 1 ? this.said[unit] : this.readings.get(text.substr(i, 2));
    if (!readings) { return -1; }
    if (usual) { readings = [this.usual(text, i, text.substr(i, width))]; }
    for (k = 0; k < readings.length; k += 1) {
      reading = readings[k];
      length = Math.min(reading.length, left);
      n = 0;
      while (n < length && reading.charCodeAt(n) === query.charCodeAt(j + n)) { n += 1; }
      if (n > 0) {
        if (how !== INITIALS) {
          if (n === left) { return i + width; }
          if (n === reading.length) {
            end = this.match(text, i + width, query, j + n, how, usual);
            if (end >= 0) { return end; }
          }
        }
        if (how !== FULL) {
          end = this.match(text, i + width, query, j + 1, how, usual);
          if (end >= 0) { return end; }
          if (how === MIXED && n > 1 && reading.charCodeAt(1) === 104) { // zh, ch, sh
            end = this.match(text, i + width, query, j + 2, how, usual);
            if (end >= 0) { return end; }
          }
        }
      }
    }
    return -1;
  };

  // Letters that stand in a syllable only at its beginning.
  var BEGINNING = /[bcdfjklpqstwxyz]/g;

  /* The letters, a bit for each, that characters of a text have to begin with, where it is to be found by a query; -1 for
     a query without letters. */
  function begun(query) {
    return !LETTERS.test(query) ? -1 : (query.match(BEGINNING) || []).reduce(function (bits, one) { return bits | 1 << (one.charCodeAt(0) - 97); }, 0);
  }

  /* The letters that the characters of a text from a place on begin with. */
  Characters.prototype.beginnings = function (text, from) {
    var bits = 0, i;
    for (i = from; i < text.length; i += 1) { bits |= this.letters[text.charCodeAt(i)]; }
    return bits;
  };

  /* [start, end] of the first match in a text from a place on, or null. */
  Characters.prototype.look = function (text, from, query, how, usual) {
    var first = query.charCodeAt(0), bit = first >= 97 && first <= 122 ? 1 << (first - 97) : 0, i, unit, end;
    for (i = from; i < text.length; i += 1) {
      unit = text.charCodeAt(i);
      if ((bit && this.letters[unit] & bit) || unit === first) {
        end = this.match(text, i, query, 0, how, usual);
        if (end >= 0) { return [i, end]; }
      }
    }
    return null;
  };

  /* ---- the list of a county */

  function List(known, characters, above) {
    var code = known.county.code, names = {}, self = this, kept = {};
    this.code = code;
    this.name = known.county.name;
    this.known = known;
    this.characters = characters;
    this.archived = known.state === "archived";
    // Names that may stand before a place: of the county, and of what is above it; also without their last character.
    this.above = [];
    (above || []).concat([known.county.name]).forEach(function (name) {
      var whole = characters.fold(name);
      self.above.push(whole);
      if (whole.length > 2) { self.above.push(whole.slice(0, -1)); }
    });
    this.above.sort(function (a, b) { return b.length - a.length; }); // 示例区 before 示例
    this.rows = [];
    known.places.forEach(function (one) { names[code + one[0]] = one[1]; });
    this.names = names;
    function folded(place) {
      if (kept[place] === undefined) { kept[place] = characters.fold(place); }
      return kept[place];
    }
    function add(kind, id, name, qualifier, titles, others, place) {
      var before = folded(place), own = characters.fold(name);
      self.rows.push({
        list: self, number: self.rows.length, kind: kind, id: id, name: name, qualifier: qualifier, titles: titles, others: others,
        place: place, start: before.length, end: before.length + own.length,
        text: before + (qualifier ? own + characters.fold(qualifier) : own),
        former: others.length ? others.map(function (one) { return characters.fold(one); }) : others,
        order: (self.archived ? 16 : 0) + (kind === "unplaced" ? 8 : 0) + (titles.length && titles[1] >= 0 ? titles[1] : 4)
      });
    }
    known.areas.forEach(function (one) {
      var id = code + one[0];
      names[id] = names[id] || "";
      add("area", id, one[1], one[2], one[3], one[4], self.place(id));
    });
    var areas = new Set(known.areas.map(function (one) { return one[0]; }));
    known.places.forEach(function (one) {
      if (!areas.has(one[0])) { add("place", code + one[0], one[1], "", [], [], self.place(code + one[0])); }
    });
    (known.unplaced || []).forEach(function (one) { add("unplaced", one[2], one[0], "", [], [], one[1]); });
  }

  /* The names of the street and community in which something lies. */
  List.prototype.place = function (id) {
    var code = id.split("-")[0], names = this.names, part = code !== id;
    return [9, 12].filter(function (n) { return n < code.length || (part && n === code.length); })
      .map(function (n) { return names[code.slice(0, n)] || ""; }).join("");
  };

  /* Of each row the letters that its name, all of its text, and its former names begin with. */
  List.prototype.beginnings = function () {
    var characters = this.characters;
    if (this.edition !== characters.edition) {
      this.edition = characters.edition;
      this.begins = new Uint32Array(3 * this.rows.length);
      this.rows.forEach(function (row, i) {
        var own = characters.beginnings(row.text, row.start);
        this.begins[3 * i] = own;
        this.begins[3 * i + 1] = own | characters.beginnings(row.text.slice(0, row.start), 0);
        this.begins[3 * i + 2] = row.former.reduce(function (bits, one) { return bits | characters.beginnings(one, 0); }, 0);
      }, this);
    }
    return this.begins;
  };

  /* ---- a query */

  // A house of a compound (3栋, 第三号楼 …), with what may follow it, at the end of a query; the number alone will do.
  var HOUSE = /^(|.*?[^0-9~\-\u2013\u2014至到第])第?([0-9]{1,4}|[一二三四五六七八九十]{1,3})(栋|幢|座|号楼|楼|号|dong|haolou|)((?:[0-9]+|[一二三四五六七八九十]+)单元)?([0-9]{2,5}(?:室|户|号)?)?$/;
  // A house before the name of its compound: 3栋和平新村, 三栋 和平新村.
  var BEFORE = /^(第?[0-9]{1,4}(?:[栋幢座]|号楼|dong)|第?[一二三四五六七八九十]{1,3}(?:[栋幢座]|号楼)(?=\s))\s*(\D.+)$/;
  // A number in a name, which others write in other figures: 一期, 1期, 第一期.
  var COUNTED = /第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?=[期区组村号院巷弄])/g;
  // One part of a qualifier that says which houses are meant: 1-5栋, 8栋, 3.
  var PART = /^([0-9]{1,4})(?:栋|幢|座|号楼|楼|号)?(?:[~\-\u2013\u2014至到]([0-9]{1,4}))?(?:栋|幢|座|号楼|楼|号)?$/;

  function number(text) {
    var tens = text.indexOf("十"), digits = "一二三四五六七八九";
    if (/^[0-9]+$/.test(text)) { return Number(text); }
    if (tens < 0) { return text.length === 1 ? digits.indexOf(text) + 1 : 0; }
    return (tens ? digits.indexOf(text.charAt(0)) + 1 : 1) * 10 + digits.indexOf(text.charAt(tens + 1) || " ") + 1;
  }

  /* A number up to 99 in characters. */
  function figures(value) {
    var digits = "一二三四五六七八九", tens = Math.floor(value / 10);
    return (tens > 1 ? digits.charAt(tens - 1) : "") + (tens ? "十" : "") + digits.charAt(value % 10 - 1);
  }

  /* Other ways to write a text with numbers in it. */
  function counted(text) {
    var found = new Set([
      text.replace(COUNTED, "$1"),
      text.replace(COUNTED, function (_, one) { return /[0-9]/.test(one) ? figures(Number(one)) || one : number(one) || one; })
    ]);
    found.delete(text);
    return Array.from(found);
  }

  /* {stem, number} of a query that names a house, or null; the stem is empty where nothing else is named. */
  function house(whole, characters) {
    var text = whole.trim().replace(BEFORE, "$2$1").replace(/[\s()]/g, "").toLowerCase(), found = HOUSE.exec(text);
    var stem = found ? characters.fold(found[1]) : "";
    if (found && !stem && found[3] && found[3] !== "号") { return { stem: stem, number: number(found[2]), bits: -1 }; }
    // Without a word for a house, characters are part of a name: 临江一.
    if (stem.length < 2 || (!found[3] && !/[0-9]/.test(found[2])) || (!found[3] && (found[4] || found[5]))) { return null; }
    return { stem: stem, number: number(found[2]), bits: begun(stem) };
  }

  /* The houses that a qualifier names, as [first, last]; null where it does not name them by number. */
  function houses(qualifier) {
    var found = [], all = qualifier !== "" && qualifier.normalize("NFKC").split(/[,、;和及]/).every(function (one) {
      var part = PART.exec(one.trim());
      if (part) { found.push([Number(part[1]), Number(part[2] || part[1])]); }
      return part;
    });
    return all ? found : null;
  }

  function Query(text, characters) {
    var whole = String(text).slice(0, MOST).normalize("NFKC");
    this.terms = whole.split(/[\s,，、;；|]+/).map(function (one) { return characters.fold(one); })
      .filter(function (one) { return one; }).slice(0, TERMS);
    this.joined = this.terms.join("");
    this.code = /^[0-9][0-9\-]*$/.test(whole.trim()) ? whole.trim() : "";
    this.characters = characters;
    this.house = this.code ? null : house(whole, characters);
    this.others = counted(this.joined);
  }

  // Ranks, the best first: how a text was found. Letters add LETTERED, several terms apart SEVERAL.
  var EXACT = 0, BEGINS = 1, CONTAINS = 2, FORMER = 3, PLACE = 4, NOWHERE = -1;
  var SCRIPT = 0, SPELT = 5, SPELT_OTHERWISE = 10, SHORT = 15, BLEND = 20, BEYOND = 25, SEVERAL = 50;

  function where(row, span) {
    if (span[0] < row.start) { return PLACE; }
    if (span[0] > row.start) { return CONTAINS; }
    return span[1] === row.end || span[1] === row.text.length ? EXACT : BEGINS;
  }

  /* How a term is found in a row: [rank, start, end, text of a former name], or null. `bits` is what the term begins. */
  function locate(row, term, bits) {
    var at = row.text.indexOf(term, row.start), i, found, span, characters, how, begins, own, all;
    if (at < 0 && row.start) { at = row.text.indexOf(term); }
    if (at >= 0) { return [where(row, [at, at + term.length]) + SCRIPT, at, at + term.length, ""]; }
    for (i = 0; i < row.former.length; i += 1) {
      if (row.former[i].indexOf(term) >= 0) { return [FORMER + SCRIPT, 0, 0, row.others[i]]; }
    }
    if (bits < 0) { return null; }
    characters = row.list.characters;
    begins = row.list.beginnings();
    own = (begins[3 * row.number] & bits) === bits;
    all = (begins[3 * row.number + 1] & bits) === bits;
    span = own ? characters.look(row.text, row.start, term, MIXED, false) : null;
    if (!span && all && row.start) { span = characters.look(row.text, 0, term, MIXED, false); }
    if (span && term.length === 1) { return [where(row, span) + SHORT, span[0], span[1], ""]; }
    if (span) {
      how = [[FULL, true, SPELT], [FULL, false, SPELT_OTHERWISE], [INITIALS, false, SHORT]];
      for (i = 0; i < how.length; i += 1) {
        found = characters.look(row.text, row.start, term, how[i][0], how[i][1]) ||
          (row.start ? characters.look(row.text, 0, term, how[i][0], how[i][1]) : null);
        if (found) {
          return [where(row, found) + how[i][2], found[0], found[1], ""];
        }
      }
      return [where(row, span) + BLEND, span[0], span[1], ""];
    }
    for (i = 0; i < row.former.length && (begins[3 * row.number + 2] & bits) === bits; i += 1) {
      if (characters.look(row.former[i], 0, term, MIXED, false)) { return [FORMER + BLEND, 0, 0, row.others[i]]; }
    }
    return null;
  }

  /* Whether a term names what is above a list: the county, city or province. */
  function names(list, term, lettered) {
    return list.above.some(function (one) {
      return one === term || (lettered && one.length > 1 && term.length > 3 &&
        list.characters.match(one, 0, term, 0, FULL, false) === one.length);
    });
  }

  /* A query without the names of county, city and province that it begins with. */
  function stripped(list, text) {
    var rest = text, again = true;
    function shorter(one) {
      if (one.length > 1 && rest.length > one.length && rest.slice(0, one.length) === one) {
        rest = rest.slice(one.length);
        again = true;
        return true;
      }
      return false;
    }
    while (again) {
      again = false;
      list.above.some(shorter);
    }
    return rest.length > 1 ? rest : text;
  }

  /* What is left of letters behind the reading of a name, in full or by its first letters: jinshajsbd after 金沙. */
  Characters.prototype.behind = function (name, text) {
    var rests = [], n, least;
    for (n = Math.min(text.length - 2, 6 * name.length); n >= name.length; n -= 1) {
      least = text.slice(0, n);
      if (this.match(name, 0, least, 0, FULL, false) === name.length ||
          this.match(name, 0, least, 0, INITIALS, false) === name.length) { rests.push(text.slice(n)); }
    }
    return rests;
  };

  /* The same behind the names that may stand before a place, each with what it begins. */
  function spelt(list, text) {
    var rests = new Set();
    if (LETTERS.test(text) && !CHINESE.test(text) && text.length > 3) {
      list.above.forEach(function (name) {
        if (name.length > 1) { list.characters.behind(name, text).forEach(rests.add, rests); }
      });
    }
    return Array.from(rests).map(function (rest) { return [rest, begun(rest)]; });
  }

  /* How a text is found that is two parts of a row, a place and a name, or in another order: 示例街道和平新村, 新村和平;
     or null. */
  function pieced(row, text) {
    var whole = row.text, length = text.length, i, one, other, at, next, best;
    if (length < 4 || whole.indexOf(text.slice(0, 2)) < 0 || whole.indexOf(text.slice(-2)) < 0) { return null; }
    function find(part) {
      var own = whole.indexOf(part, row.start);
      return own < 0 ? whole.indexOf(part) : own;
    }
    for (i = 2; i <= length - 2; i += 1) {
      one = text.slice(0, i);
      other = text.slice(i);
      at = find(one);
      next = at < 0 ? -1 : find(other);
      if (next >= 0 && Math.max(at, next) >= row.start) {
        best = Math.min(where(row, [at, at + i]), where(row, [next, next + length - i]));
        return { row: row, rank: best + SEVERAL, spans: [[at, at + i], [next, next + length - i]], former: "", loose: true };
      }
    }
    return null;
  }

  /* How a house of a compound is found: the part of it that has the number, the whole of it where that is not parted by
     numbers; or null. */
  function home(row, asked, stem, bits) {
    var hit = row.kind !== "area" ? null : stem ? locate(row, stem, bits) : [CONTAINS, row.end, row.end, ""], known, covered;
    if (row.kind === "area" && !hit) {
      known = pieced(row, stem);
      hit = known && [known.rank, known.spans[1][0], known.spans[1][1], ""];
    }
    if (!hit || hit[3]) { return null; }
    known = row.houses = row.houses === undefined ? houses(row.qualifier) : row.houses;
    covered = known && known.some(function (one) { return one[0] <= asked.number && asked.number <= one[1]; });
    // Of a compound that has the number, part of the name will do.
    if (!covered && (known || !stem || hit[2] !== row.end)) { return null; }
    return { row: row, rank: hit[0] + (covered && hit[2] === row.end ? 0 : BEYOND), spans: [[hit[1], covered ? row.text.length : hit[2]]], former: "" };
  }

  /* True if a text was found only because the dash of 1-5栋 is no part of it: 15栋. */
  function mistaken(row, asked, hit) {
    if (!asked || hit[2] <= row.end) { return false; }
    row.houses = row.houses === undefined ? houses(row.qualifier) : row.houses;
    return row.houses !== null && !row.houses.some(function (one) { return one[0] <= asked.number && asked.number <= one[1]; });
  }

  /* What is found in one list: hits, in no order. */
  Query.prototype.inside = function (list) {
    var found = [], query = this, joined = this.joined, bits = begun(joined);
    var rest, left, terms, i, k, row, hit, stem, own, behind, chinese = CHINESE.test(joined);
    if (!joined) { return found; }
    rest = stripped(list, joined);
    left = begun(rest);
    behind = spelt(list, joined);
    stem = query.house ? stripped(list, query.house.stem) : "";
    terms = this.terms.length > 1 ? this.terms.filter(function (one) { return !names(list, one, LETTERS.test(one)); }) : [];
    terms = terms.map(function (one) { return [one, begun(one)]; });
    function several(row) {
      var spans = [], worst = 0, former = "";
      var all = terms.every(function (term) {
        var one = locate(row, term[0], term[1]);
        if (!one) { return false; }
        spans.push([one[1], one[2]]);
        worst = Math.max(worst, one[0]);
        former = former || one[3];
        return true;
      });
      return all ? { row: row, rank: worst + SEVERAL, spans: spans, former: former } : null;
    }
    for (i = 0; i < list.rows.length; i += 1) {
      row = list.rows[i];
      hit = null;
      if (query.code && row.kind !== "unplaced") {
        if (row.id === query.code) { hit = [EXACT, 0, 0, ""]; }
        else if (row.id.indexOf(query.code) === 0) { hit = [PLACE, 0, 0, ""]; }
        else if (query.code.length > 3 && row.id.indexOf(query.code) > 0) { hit = [PLACE + 1, 0, 0, ""]; }
      }
      hit = hit || locate(row, joined, bits);
      if (!hit && rest !== joined) {
        hit = locate(row, rest, left);
        if (hit) { hit = [hit[0] + BEYOND, hit[1], hit[2], hit[3]]; }
      }
      for (k = 0; k < behind.length && !hit; k += 1) {
        hit = locate(row, behind[k][0], behind[k][1]);
        if (hit) { hit = [hit[0] + BEYOND, hit[1], hit[2], hit[3]]; }
      }
      for (k = 0; k < query.others.length && !hit; k += 1) { hit = locate(row, query.others[k], -1); }
      if (hit && mistaken(row, query.house, hit)) { continue; }
      own = query.house && (!hit || hit[2] > row.end) ? home(row, query.house, stem, begun(stem)) : null;
      if (own) {
        found.push(own);
      } else if (hit) {
        found.push({ row: row, rank: hit[0], spans: [[hit[1], hit[2]]], former: hit[3] });
      } else {
        hit = (terms.length ? several(row) : null) || (chinese ? pieced(row, rest) : null);
        if (hit) { found.push(hit); }
      }
    }
    return found;
  };

  function compare(a, b) {
    return a.rank - b.rank || a.row.order - b.row.order || a.row.text.length - b.row.text.length ||
      (a.row.id < b.row.id ? -1 : a.row.id > b.row.id ? 1 : 0);
  }

  /* What was found, best first: in two parts only where nothing has it as it stands. */
  function settled(found) {
    var firm = found.filter(function (hit) { return !hit.loose; });
    return (firm.length ? firm : found).sort(compare);
  }

  /* Everything that is found in lists, best first. */
  Query.prototype.find = function (lists) {
    var query = this, found = [];
    lists.forEach(function (list) { Array.prototype.push.apply(found, query.inside(list)); });
    return settled(found);
  };

  /* ---- when nothing is found: what sounds the same, and what differs in one character */

  /* [start, end] where a text holds a query but for one character too many, too few, another one, or
     two in the other order; or null.
     `rests` are the ends of the query, the longest first. */
  function nearly(text, from, query, rests) {
    var length = query.length, i, j;
    for (i = from; i < text.length; i += 1) {
      j = 0;
      while (j < length && text.charCodeAt(i + j) === query.charCodeAt(j)) { j += 1; }
      if (j >= length - 1) { return [i, Math.min(i + length, text.length)]; }
      // Two in the other order; another character; one that the query lacks; one too many in the query.
      if (text.charCodeAt(i + j) === query.charCodeAt(j + 1) && text.charCodeAt(i + j + 1) === query.charCodeAt(j) &&
          text.startsWith(rests[j + 2], i + j + 2)) { return [i, i + length]; }
      if (text.startsWith(rests[j + 1], i + j + 1)) { return [i, i + length]; }
      if (j > 0 && text.startsWith(rests[j], i + j + 1)) { return [i, i + length + 1]; }
      if (j > 0 && text.startsWith(rests[j + 1], i + j)) { return [i, i + length - 1]; }
    }
    return null;
  }

  /* [start, end] where the characters of a query stand one after the other with others between; or null. */
  function scattered(text, from, query) {
    var start = -1, at = from - 1, i;
    for (i = 0; i < query.length; i += 1) {
      at = text.indexOf(query.charAt(i), at + 1);
      if (at < 0) { return null; }
      if (i === 0) { start = at; }
    }
    return [start, at + 1];
  }

  /* Suggestions for a query that finds nothing: the same sound first, then one character's difference. */
  Query.prototype.near = function (lists, most) {
    var query = this.joined, asked = this.house, characters = this.characters, found = [];
    var chinese = CHINESE.test(query), sound = "", rests, heard, same, last;
    if (query.length < 2 || (chinese && query.length > 32)) { return found; }
    rests = query.split("").map(function (_, i) { return query.slice(i); }).concat([""]);
    last = 1 << (query.length - 1);
    if (chinese) {
      // By code unit, a bit for each place of the query: what shares a reading with it, and what is the same.
      heard = new Uint32Array(65536);
      same = new Uint32Array(65536);
      query.split("").forEach(function (one, i) {
        same[one.charCodeAt(0)] |= 1 << i;
        heard[one.charCodeAt(0)] |= 1 << i;
        (characters.readings.get(one) || []).forEach(function (reading) {
          characters.sounding(reading).forEach(function (other) {
            if (other.length === 1) { heard[other.charCodeAt(0)] |= 1 << i; }
          });
        });
      });
    }
    function alike(text, from) {
      var i, state = 0; // bit i: the places up to i end here
      for (i = from; i < text.length; i += 1) {
        state = (state << 1 | 1) & heard[text.charCodeAt(i)];
        if (state & last) { return [i + 1 - query.length, i + 1]; }
      }
      return null;
    }
    /* How many characters of the query a text lacks altogether: 0, 1 or 2 for more. */
    function lacking(text) {
      var missing = last | (last - 1), i;
      for (i = 0; i < text.length; i += 1) { missing &= ~same[text.charCodeAt(i)]; }
      return !missing ? 0 : missing & (missing - 1) ? 2 : 1;
    }
    /* Every part of the compound whose house was asked for, though none has its number. */
    function compound(row) {
      var span = asked && asked.stem && row.kind === "area" ? scattered(row.text.slice(0, row.end), 0, asked.stem) : null;
      return span && span[1] === row.end ? span : null;
    }
    lists.forEach(function (list) {
      list.rows.forEach(function (row) {
        var span = compound(row), rank = 0, said, i, missing;
        if (span) {
          rank = -10;
        } else if (row.end - row.start > 2 && query.endsWith(row.text.slice(row.start, row.end))) {
          rank = -10; // its own name, behind that of another place
          span = [row.start, row.end];
        } else if (chinese) {
          span = alike(row.text, row.start) || (row.start ? alike(row.text, 0) : null);
          missing = span ? 0 : lacking(row.text);
          if (!span && missing < 2 && query.length > 2) {
            rank = 10;
            span = nearly(row.text, row.start, query, rests);
            if (!span && row.start) { rank = 20; span = nearly(row.text, 0, query, rests); }
          }
          if (!span && !missing) { rank = 30; span = scattered(row.text, row.start, query); }
        } else if (query.length > 4 && LETTERS.test(query)) {
          sound = "";
          for (i = row.start; i < row.text.length; i += 1) {
            said = characters.said[row.text.charCodeAt(i)];
            sound += said ? said[0] : row.text.charAt(i);
          }
          if (nearly(sound, 0, query, rests)) { rank = 10; span = [row.start, row.start]; }
        }
        if (span) { found.push({ row: row, rank: rank + where(row, span), spans: [span], former: "" }); }
      });
    });
    return found.sort(compare).slice(0, most);
  };

  /* ---- which counties a query can be found in, by the index of a large site */

  /* The ways to read letters as syllables; an unfinished last one is each that it may become. null: too many. */
  function syllables(text, known) {
    var found = [], most = 400;
    function go(at, row) {
      var n, rest = text.slice(at);
      if (found.length > most) { return; }
      for (n = Math.min(6, rest.length - 1); n > 0; n -= 1) {
        if (known.has(rest.slice(0, n))) { go(at + n, row.concat([rest.slice(0, n)])); }
      }
      (known.become.get(rest) || []).forEach(function (one) { found.push(row.concat([one])); });
    }
    go(0, []);
    return found.length > most ? null : found;
  }

  /* What to look up for a text: alternatives, each a list of ["pairs", first, second] or ["initials", two letters,
     third] that must all be there; [] where the index cannot narrow the text. */
  Characters.prototype.grams = function (text) {
    var self = this, found = [], row = [], start;
    function pairs(row) {
      return row.slice(1).map(function (second, i) { return ["pairs", row[i], second]; });
    }
    if (CHINESE.test(text) || /^[0-9]+$/.test(text)) {
      row = Array.from(text).map(function (one) {
        return one.charCodeAt(0) < 128 ? one : (self.readings.get(one) || ["_"])[0];
      });
      // Letters beside characters may be pinyin: the characters alone narrow the text then.
      found.push(pairs(row).filter(function (one) { return !/^[a-z]$/.test(one[1]) && !/^[a-z]$/.test(one[2]); }));
    } else {
      row = syllables(text, this.syllables());
      if (!row) { return []; }
      found = row.map(pairs);
      row = [];
      for (start = 0; start + 3 <= text.length; start += 1) {
        row.push(["initials", text.substr(start, 2), text.charAt(start + 2)]);
      }
      found.push(row);
    }
    return found.every(function (one) { return one.length; }) ? found : [];
  };

  /* The same for a text of which one character is wrong: alternatives, one for each character that could be. */
  Characters.prototype.doubted = function (text) {
    var all = this.grams(text), row = all.length === 1 ? all[0] : [];
    return row.length < 2 ? [] : Array.from(text).map(function (_, i) {
      return row.filter(function (_, k) { return k !== i && k !== i - 1; });
    }).filter(function (one) { return one.length; });
  };

  /* The same for a text that stands in two parts. */
  Characters.prototype.parted = function (text) {
    var all = CHINESE.test(text) ? this.grams(text) : [], row = all.length === 1 ? all[0] : [];
    return row.length !== Array.from(text).length - 1 ? [] : row.map(function (_, i) {
      return row.filter(function (_, k) { return k !== i; });
    }).slice(1, -1);
  };

  /* Every syllable there is; `become` has those that a beginning may become. */
  Characters.prototype.syllables = function () {
    var known;
    if (!this.spoken) {
      known = this.spoken = new Set("0123456789");
      this.readings.forEach(function (readings) { readings.forEach(known.add, known); });
      known.become = new Map();
      known.forEach(function (one) {
        for (var n = 1; n <= one.length; n += 1) {
          var start = one.slice(0, n);
          if (known.become.has(start)) { known.become.get(start).push(one); } else { known.become.set(start, [one]); }
        }
      });
    }
    return this.spoken;
  };

  /* ---- a hit as it is shown: plain values, which a worker can send */

  Characters.prototype.shown = function (hit) {
    var row = hit.row, known = row.list.known, places = this.places(row.place), name, marks = [[], []], i;
    name = this.places(row.name + row.qualifier);
    hit.spans.forEach(function (span) {
      for (i = span[0]; i < span[1]; i += 1) {
        if (i < row.start && places[i]) { marks[0].push(places[i]); }
        if (i >= row.start && name[i - row.start]) { marks[1].push(name[i - row.start]); }
      }
    });
    var titles = [];
    for (i = 0; i < row.titles.length; i += 3) {
      titles.push({
        title: known.titles[row.titles[i]],
        status: row.titles[i + 1] < 0 ? "none" : known.statuses[row.titles[i + 1]][0],
        word: row.titles[i + 1] < 0 ? "" : known.statuses[row.titles[i + 1]][1],
        since: row.titles[i + 2] < 0 ? "" : known.days[row.titles[i + 2]]
      });
    }
    return {
      kind: row.kind, id: row.id, name: row.name, qualifier: row.qualifier, county: row.list.name, place: row.place,
      former: hit.former, titles: titles, archived: row.list.archived, demonstration: known.demonstration,
      address: address(row), marks: marks, as_of: row.list.late ? known.as_of.slice(0, 10) : ""
    };
  };

  /* As generator/urls.py makes it. */
  function address(row) {
    if (row.kind === "unplaced") { return row.id.split("-")[0] + "/notices/" + row.id + "/"; }
    return row.id.length > 6 ? row.id.slice(0, 6) + "/" + row.id + "/" : row.id + "/";
  }

  var made = { Characters: Characters, List: List, Query: Query, settled: settled };
  if (typeof module !== "undefined" && module.exports) { module.exports = made; } else { root.WuyiSearch = made; }
}(typeof self === "undefined" ? this : self));
