// Rows of a table against its schema, in the words of `wuyi check`. What is asked and said comes with the page (rules):
// the schemas, the catalogue of findings, the table of characters, and that of what nobody meant. No code is made of it.
globalThis.checkForm = (function () {
  "use strict";
  const MEET = /^(?:[\u3400-\u9fff〇][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff〇])$/;

  const expressions = new Map();
  function expression(text, flags) {
    const key = (flags || "u") + text;
    if (!expressions.has(key)) expressions.set(key, new RegExp(text, flags || "u"));
    return expressions.get(key);
  }

  const points = (text) => [...text];
  const numbered = (character) => "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

  // A check by rules. A finding says of which line (a number, or the address of a cell) it is; the caller puts it in.
  return function (rules) {
    const gate = rules.gate, hints = rules.hints;

    const within = (character, sort) => {
      const code = character.codePointAt(0);
      return sort.ranges.some((range) => range[0] <= code && code <= range[1]);
    };
    const sortOf = (character) => gate.sorts.find((sort) => within(character, sort));
    const refusedIn = (character, text) =>
      gate.sorts.some((sort) => sort.refused.includes(text) && within(character, sort));

    // What a character is, with its number, and the one that was meant where it looks like another.
    function said(character) {
      if (character === "<" || character === ">") return "字符 " + character;
      const sort = sortOf(character), what = sort ? sort.what : "字符", told = what + " " + numbered(character);
      if (what === "同形字符") {
        const other = gate.meant[character] || character.normalize("NFKC");
        if (other !== character && points(other).length === 1) return told + "，应为“" + other + "”";
      }
      return what === "看起来像空格的字符" ? told + "，应为普通空格" : told;
    }

    // A value as a message quotes it: what cannot be seen in it is told by its number.
    function visible(text) {
      if (/^[ -~\u4e00-\u9fff\u3001\u3002\uff0c“”（）：；]*$/.test(text)) return text;
      return points(text).map((one) =>
        one === "\u00a0" || refusedIn(one, "page") ? "〔" + numbered(one) + "〕" : one).join("");
    }

    // A template with its words. Between Chinese and a Latin letter or a digit stands a blank, also where they meet.
    function filled(template, words) {
      let text = "";
      template.split(/\{(\w+)\}/).forEach((part, place) => {
        const added = place % 2 ? String(words[part] === undefined ? "" : words[part]) : part;
        text += (MEET.test(text.slice(-1) + added.slice(0, 1)) ? " " : "") + added;
      });
      return visible(text);
    }

    function short(text) {
      const all = points(text);
      return all.length <= 40 ? text : all.slice(0, 39).join("") + "…";
    }

    function finding(code, line, column, value, words) {
      const shown = value === null ? "" : short(String(value));
      const all = Object.assign({ value: shown, column: column, named: "“" + column + "”", hint: "" }, words);
      const kind = rules.findings[code];
      return { code: code, line: line, column: column, message: filled(kind[0], all), fix: filled(kind[1], all) };
    }

    // ---- what a value is, by its definition

    function agrees(value, definition) {
      if (definition.enum) return definition.enum.includes(value);
      if (definition.type === "integer") {
        return typeof value === "number" && value >= definition.minimum && value <= definition.maximum;
      }
      if (typeof value !== "string") return false;
      const size = points(value).length;
      return size >= (definition.minLength || 0) && size <= (definition.maxLength || Infinity)
        && (!definition.pattern || expression(definition.pattern).test(value))
        && (!definition.not || !expression(definition.not.pattern).test(value));
    }

    function characters(text, code) {
      const all = points(text), kind = code === "E204" ? "name" : "prose";
      const places = all.map((one, place) => place).filter((place) => refusedIn(all[place], kind));
      if (!places.length) return "";
      const told = hints.character.replace("{place}", places[0] + 1).replace("{said}", () => said(all[places[0]]));
      return told + (places.length > 1 ? hints.more.replace("{count}", places.length) : "");
    }

    function hint(value, code, most) {
      const text = String(value);
      let told = "";
      if (code === "E204" || code === "E205") {
        told = text ? characters(text, code) : hints.empty;
        const size = points(text).length;
        if (code === "E204" && !told && hints.formulas.includes(text.slice(0, 1))) {
          told = hints.formula.replace("{first}", text[0]);
        } else if (!told && text !== text.trim()) told = hints.around;
        else if (!told && most && size > most) told = hints.long.replace("{size}", size).replace("{most}", most);
      } else {
        const look = (hints.looks[code] || []).find((one) => expression(one[0]).test(text));
        told = look ? look[1] : "";
      }
      return told ? "（" + told + "）" : "";
    }

    function isDay(day) {
      const [year, month, date] = day.split("-").map(Number);
      return year > 0 && date <= new Date(Date.UTC(2000 + year % 400, month, 0)).getUTCDate();
    }

    // What of a row is not as its schema has it, one for each cell; empty where all is.
    function misformed(row, table, line) {
      const found = [];
      for (const column of table.columns) {
        const value = row[column.name], definition = rules.definitions[column.definition];
        if (value === undefined) {
          if (column.required) {
            const words = { named: column.named, expected: definition["x-expected"] };
            found.push(finding("E201", line, column.name, null, words));
          }
        } else if (!agrees(value, definition)) {
          const code = definition["x-finding"];
          found.push(finding(code, line, column.name, value, {
            label: definition.title, expected: definition["x-expected"], named: column.named,
            hint: hint(value, code, definition.maxLength)
          }));
        }
      }
      return found;
    }

    // ---- what stands in a text that nobody meant

    const half = (text, kind) => kind === "name" ? text.normalize("NFKC")
      : text.replace(/[０-９Ａ-Ｚａ-ｚ．／]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
    const leavingsOf = (kind) => rules.leavings.filter((leaving) => leaving.texts.includes(kind));

    let gbk = null;
    // The characters of GBK with their bytes: a browser decodes it, and encodes nothing.
    function encoded() {
      if (gbk) return gbk;
      gbk = new Map();
      const decoder = new TextDecoder("gbk");
      for (let lead = 0x81; lead < 0xff; lead++) {
        for (let trail = 0x40; trail < 0xff; trail++) {
          const one = decoder.decode(new Uint8Array([lead, trail]));
          if (one.length === 1 && !/[\ufffd\ue000-\uf8ff]/.test(one) && !gbk.has(one)) gbk.set(one, [lead, trail]);
        }
      }
      return gbk;
    }
    const inRow = (one, first, last, from, to) => {
      const bytes = encoded().get(one);
      return Boolean(bytes) && bytes[0] >= first && bytes[0] < last && bytes[1] >= from && bytes[1] < to;
    };
    const common = (text) => points(text).every((one) => one < "\u0080" || inRow(one, 0xa1, 0xf8, 0xa1, 0xff));

    // Where two Chinese characters in UTF-8 were read as three of GBK.
    function utf8AsGbk(text) {
      for (let at = 0; at + 3 <= text.length; at++) {
        if (inRow(text[at], 0xe4, 0xea, 0x80, 0xc0) && inRow(text[at + 1], 0x80, 0xc0, 0xe4, 0xea)
          && inRow(text[at + 2], 0x80, 0xc0, 0x80, 0xc0)) return at;
      }
      return -1;
    }

    function latin(text, windows) {
      const bytes = [];
      for (const one of text) {
        const place = windows ? rules.mojibake.windows.indexOf(one) : -1;
        const known = [0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93,
          0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f];
        if (place >= 0) bytes.push(known[place]);
        else if (one.charCodeAt(0) <= 0xff) bytes.push(one.charCodeAt(0));
        else break;
      }
      return bytes;
    }

    function gbkBytes(text) {
      const bytes = [];
      for (const one of text) {
        if (one < "\u0080") bytes.push(one.charCodeAt(0));
        else if (encoded().has(one)) bytes.push(...encoded().get(one));
        else break;
      }
      return bytes;
    }

    // What a text said before it was read in another encoding; "" for one that is whole.
    function broken(text) {
      const ways = [
        [text.search(expression(rules.mojibake.utf8_as_latin)), (rest) => latin(rest, true), "utf-8"],
        [text.search(expression(rules.mojibake.gbk_as_latin)), (rest) => latin(rest, false), "gbk"],
        [/[\u4e00-\u9fff]{2}/.test(text) ? utf8AsGbk(text) : -1, gbkBytes, "utf-8"]
      ];
      for (const [at, bytes, read] of ways) {
        if (at < 0) continue;
        const whole = new TextDecoder(read).decode(new Uint8Array(bytes(text.slice(at)))).replace(/\ufffd/g, "");
        const chinese = /^[\u4e00-\u9fff]+/.exec(whole);
        if (chinese && (chinese[0].length > 1 || read === "utf-8") && common(chinese[0].slice(0, 2))) return chinese[0];
      }
      return "";
    }

    // What is left in a text, the surest of it; null where nothing is, or only what was confirmed.
    function left(text, kind, confirmed) {
      const before = broken(text);
      if (before) return { code: "E211", what: "转码时写坏的字（原来多半是“" + before + "”）", shown: text };
      const other = half(text, kind);
      for (const leaving of leavingsOf(kind)) {
        if (confirmed && leaving.confirmable) continue;
        const match = expression(leaving.expression).exec(text) || expression(leaving.expression).exec(other);
        if (match) {
          return { code: leaving.code, what: leaving.what, shown: match[0], confirmable: leaving.confirmable };
        }
      }
      return null;
    }

    function unmeant(value, column, line, confirmed) {
      const several = column.name === rules.names.column;
      const between = several && !confirmed && expression(rules.names.separated).exec(value);
      if (between) {
        const words = { shown: between[0].trim() || "空格", confirm: rules.names.confirm, named: column.named };
        return finding("E216", line, column.name, value, words);
      }
      for (const part of several ? value.split(";") : [value]) {
        const found = left(part, column.text, confirmed);
        if (found) {
          const flat = found.code === "E217";  // somebody lives there: the number is not told once more
          const shown = flat ? found.shown.replace(expression(rules.names.last_number), "**") : found.shown;
          return finding(found.code, line, column.name, flat ? shown : value, {
            what: found.what, shown: shown, named: column.named, confirm: found.confirmable ? rules.names.confirm : ""
          });
        }
      }
      return null;
    }

    // True if some of many texts have to be looked at closely.
    function doubtful(values, column) {
      const several = column.name === rules.names.column;
      if (several && values.some((value) => expression(rules.names.separated).test(value))) return true;
      const joined = values.map((value) => several ? value.replace(/;/g, "\n") : value).join("\n");
      const both = joined + "\n" + half(joined, column.text);
      return leavingsOf(column.text).some((leaving) => expression(leaving.expression, "mu").test(both))
        || values.some((value) => broken(value));
    }

    // ---- a whole table: rows as {line of a column, cells by name}

    function rows(table, given) {
      const found = [], bad = new Set();
      given.forEach((row, index) => {
        const wrong = misformed(row.cells, table, 0);
        if (!wrong.length) return;
        bad.add(index);
        if (bad.size > rules.most.explained) return;
        wrong.forEach((one) => found.push(Object.assign(one, { line: row.line(one.column) })));
      });
      if (bad.size > rules.most.explained) {
        found.push(finding("E115", null, null, bad.size - rules.most.explained));
      }
      const formed = given.filter((_, index) => !bad.has(index)), impossible = new Set();
      const expected = rules.definitions.time["x-expected"];
      for (const column of table.columns.filter((one) => one.definition === "day" || one.definition === "time")) {
        for (const row of formed) {
          const value = row.cells[column.name];
          if (value === undefined || isDay(value.slice(0, 10))) continue;
          impossible.add(row);
          found.push(finding("E301", row.line(column.name), column.name, value, { expected: expected }));
        }
      }
      const sound = formed.filter((row) => !impossible.has(row));
      for (const column of table.columns.filter((one) => one.text)) {
        const there = sound.filter((row) => row.cells[column.name] !== undefined);
        const values = [...new Set(there.map((row) => row.cells[column.name]))];
        if (!values.length || !doubtful(values, column)) continue;
        for (const row of there) {
          const one = unmeant(row.cells[column.name], column, row.line(column.name), row.cells.confirmed === "yes");
          if (one) found.push(one);
        }
      }
      return found;
    }

    // A cell as its column has it: whole numbers where they are written as the register writes them.
    function value(cell, column) {
      const definition = rules.definitions[column.definition];
      return definition.type === "integer" && /^(?:0|[1-9][0-9]{0,8})$/.test(cell) ? Number(cell) : cell;
    }

    return { finding: finding, rows: rows, value: value, visible: visible, rules: rules };
  };
})();
