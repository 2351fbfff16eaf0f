// Bytes of a text to a table: its encoding, its cells, its header, and which table of the register it is.
globalThis.checkTable = (function () {
  "use strict";
  const MARK = /^\ufeff+/;
  // Where Chromium and Python read the same bytes of GB18030 as different characters.
  const UNSURE = /[\u20ac\u1e3f\ue5e5\ue78d-\ue796\ue7c7\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\u9fb4-\u9fbb\ufe10-\ufe19]/;

  // The text of a file, with the name of its encoding where that is not UTF-8; a text of null is in none that is known.
  function decoded(bytes) {
    const as = (label) => {
      try { return new TextDecoder(label, { fatal: true }).decode(bytes).replace(MARK, ""); } catch (wrong) { return null; }
    };
    const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
    if (utf16) return { text: as(utf16), encoding: "UTF-16" };
    // Without a mark every other byte of UTF-16 is zero, which GB18030 takes for a character.
    const head = bytes.subarray(0, 4096);
    if (head.filter((one) => one === 0).length > Math.max(1, head.length / 8)) return { text: null, encoding: "UTF-16" };
    const utf8 = as("utf-8");
    if (utf8 !== null) return { text: utf8, encoding: "" };
    const line = firstLineNotUtf8(bytes), chinese = as("gb18030");
    if (chinese === null) return { text: null, encoding: "未知编码", line: line };
    return { text: chinese, encoding: "GB18030/GBK", line: line, unsure: UNSURE.test(chinese) };
  }

  function firstLineNotUtf8(bytes) {
    let line = 1, start = 0;
    const decoder = () => new TextDecoder("utf-8", { fatal: true });
    for (let at = 0; at <= bytes.length; at++) {
      if (at < bytes.length && bytes[at] !== 10) continue;
      try { decoder().decode(bytes.subarray(start, at)); } catch (wrong) { return line; }
      line++;
      start = at + 1;
    }
    return 1;
  }

  // Without the blank lines that editors leave at the end.
  function withoutBlankEnd(text) {
    let end = text.length;
    for (;;) {
      const start = end ? text.lastIndexOf("\n", end - 1) : -1;
      if (start < 0 || text.slice(start, end).trim()) return text.slice(0, end);
      end = start;
    }
  }

  // Cells by RFC 4180, strictly. Each record has its first and last line; `error` is what ends the reading, after `line`.
  function parsed(text, most) {
    const records = [];
    let cells = [], cell = "", state = "start", line = 1, at = 0;
    const broken = (code) => ({ records: records, error: { code: code, line: (records.length ? records[records.length - 1].last : 0) + 1 } });
    let first = 1, open = false;
    const ended = () => {
      if (open || cells.length) cells.push(cell);
      records.push({ cells: cells, first: first, last: line });
      cells = []; cell = ""; state = "start"; open = false;
    };
    while (at < text.length) {
      const one = text[at];
      const end = one === "\n" || one === "\r";
      const step = one === "\r" && text[at + 1] === "\n" ? 2 : 1;
      if (state === "quoted") {
        if (one === '"') state = "closed";
        else cell += end ? text.slice(at, at + step) : one;
        if (end) { line++; at += step; continue; }
      } else if (state === "closed" && one === '"') {
        cell += one; state = "quoted";
      } else if (end) {
        ended();
        line++; first = line; at += step;
        continue;
      } else if (one === ",") {
        cells.push(cell); cell = ""; state = "start"; open = true;
      } else if (state === "closed") {
        return broken("E106");
      } else if (state === "start" && one === '"') {
        state = "quoted"; open = true;
      } else {
        cell += one; state = "plain"; open = true;
      }
      if (cell.length > most && [...cell].length > most) return broken("E105");
      at++;
    }
    if (state === "quoted") return broken("E106");
    if (open || cells.length) ended();
    return { records: records, error: null };
  }

  return { decoded: decoded, of: function (form) {
    const rules = form.rules;
    const columnsOf = (name) => rules.tables[name].columns;
    const namesOf = (name) => columnsOf(name).map((column) => column.name);

    // The table that most names of a header (or Chinese titles of its columns) belong to; "" where two are of none,
    // or most are of none: a form or a list that has a few words in common with a table is not that table.
    function recognised(cells, fileName) {
      const stem = (fileName || "").replace(/\.[^.]*$/, "");
      if (Object.hasOwn(rules.tables, stem)) return stem;
      const given = cells.map((cell) => cell.trim()), half = given.filter(Boolean).length / 2;
      let best = "", most = 1;
      for (const name of Object.keys(rules.tables)) {
        const shared = columnsOf(name).filter((one) => given.includes(one.name) || given.includes(one.title)).length;
        const missing = columnsOf(name).filter((one) => one.required && !given.includes(one.name) && !given.includes(one.title));
        const score = shared - (missing.length ? 0.5 * missing.length : -0.5);
        if (shared > 1 && shared >= half && score > most) { best = name; most = score; }
      }
      return best;
    }

    // How the cells of a header are separated where it is not by commas; "" where they are, or are none.
    function otherwise(header, names) {
      if (!header.length) return "";
      const line = header.join(",");
      if (line.toLowerCase().startsWith("sep=")) return "第一行写的是“sep=…”，不是表头";
      for (const [sign, what] of Object.entries(rules.separators)) {
        const cells = line.split(sign).map((cell) => cell.trim().replace(/^"+|"+$/g, ""));
        if (cells.filter((cell) => names.includes(cell)).length > 1) return "看起来是用" + what;
      }
      if (header.length === 1 && line.split(",").filter((cell) => names.includes(cell.trim())).length > 1) {
        return "整行写在一格里，外面多了一对引号";
      }
      return "";
    }

    function firstDifference(header, columns) {
      for (let place = 0; place < Math.min(header.length, columns.length); place++) {
        const cell = header[place];
        if (cell !== columns[place].name) {
          return cell.trim() ? "第 " + (place + 1) + " 列是“" + cell + "”，应为“" + columns[place].name + "”"
            : "第 " + (place + 1) + " 列没有列名";
        }
      }
      if (header.length > columns.length) {
        const place = header.findIndex((cell, at) => at >= columns.length && cell.trim());
        return "多了第 " + (place + 1) + " 列“" + header[place] + "”";
      }
      const missing = columns.slice(header.length).find((column) => column.required);
      return missing ? "缺少“" + missing.name + "”" : "";
    }

    function misheaded(header, name) {
      const names = namesOf(name), expected = names.join(","), value = header.join(",");
      const doubled = [...new Set(header.filter((cell, at) => cell.trim() && header.indexOf(cell) !== at))].sort();
      const what = otherwise(header, names);
      if (what) return [form.finding("E119", 1, null, value, { what: what, expected: expected })];
      if (!header.some((cell) => names.includes(cell.trim()))) {
        return [form.finding("E113", 1, null, null, { expected: expected })];
      }
      if (doubled.length) return doubled.map((cell) => form.finding("E112", 1, cell, cell, {}));
      const where = firstDifference(header, columnsOf(name));
      return where ? [form.finding("E102", 1, null, value, { expected: expected, where: where })] : [];
    }

    // Why a row most likely has another number of cells than the header.
    function cause(cells, width) {
      if (cells.length === 1 && cells[0].includes("\t")) return "格与格之间是制表符，应为英文逗号";
      if (cells.length === 1 && cells[0].includes(";")) return "格与格之间是分号，应为英文逗号";
      if (cells.length < width) {
        const missing = width - cells.length, wide = cells.join("").split("，").length - 1;
        if (wide >= missing) {
          return "少了 " + missing + " 个英文逗号，这一行里却有 " + wide + " 个全角逗号“，”，隔开各格的都改成英文逗号“,”";
        }
        return cells.length > 1 ? "少了 " + missing + " 个英文逗号（空着的格也要有逗号）" : "不是表格的一行";
      }
      if (!cells.slice(width).some(Boolean)) {
        return "多了 " + (cells.length - width) + " 个逗号，在行末，或在某一格的内容里";
      }
      return "多半是某一格的内容里有英文逗号（多出的是“" + [...cells.slice(width).join("、")].slice(0, 40).join("") + "”）";
    }

    function withoutEmptyEnd(cells) {
      let end = cells.length;
      while (end && !cells[end - 1].trim()) end--;
      return cells.slice(0, end);
    }

    // A row of cells by name, empty ones left out. `line` says where a column of it stands.
    function row(names, cells, name, line) {
      const made = {}, columns = columnsOf(name);
      names.forEach((each, place) => {
        const column = columns.find((one) => one.name === each);
        if (cells[place]) made[each] = column ? form.value(cells[place], column) : cells[place];
      });
      return { cells: made, line: line };
    }

    // Everything that is found in the text of a table; `rows` are null where the table could not be read as one.
    function checked(text, name) {
      const conflict = /^(?:<{7}|>{7}|\|{7})(?:[ \t]|\r?$)/m.exec(text);
      if (conflict) {
        return { findings: [form.finding("E117", text.slice(0, conflict.index).split("\n").length, null, null, {})], rows: null };
      }
      const read = parsed(withoutBlankEnd(text), rules.most.characters), records = read.records;
      const fault = () => form.finding(read.error.code, read.error.line, null, null, {
        detail: read.error.code === "E105" ? "有一格超过 " + rules.most.characters + " 字" : "引号不成对，或引号后面还有文字"
      });
      if (!records.length && read.error) return { findings: [fault()], rows: null };
      const first = records.length ? records[0].cells : [], header = withoutEmptyEnd(first), width = header.length;
      const wrong = misheaded(header, name);
      if (wrong.length) return { findings: wrong, rows: null, header: header };
      const found = [], rows = [];
      const widths = new Set(records.slice(1).map((one) => one.cells).filter((cells) => cells.some(Boolean)).map((cells) => cells.length));
      const wide = Math.max(first.length, widths.size === 1 ? [...widths][0] : 0);
      let blank = 0;
      for (const record of records.slice(1)) {
        let cells = record.cells;
        const line = record.last;
        if (record.first !== record.last) {
          found.push(form.finding("E106", record.first, null, null, { detail: "单元格里有换行" }));
          return { findings: found, rows: null, header: header };
        }
        if (cells.length > width && cells.length <= wide) {
          const further = cells.findIndex((cell, at) => at >= width && cell.trim());
          if (further < 0) cells = cells.slice(0, width);
          else if (first.length > width) {
            const where = "第 " + (further + 1) + " 列没有列名，第 " + line + " 行却写了“" + cells[further] + "”";
            const words = { expected: namesOf(name).join(","), where: where };
            found.push(form.finding("E102", 1, null, first.join(","), words));
            return { findings: found, rows: null, header: header };
          }
        }
        if (cells.length === width && cells.every((cell, at) => cell === header[at])) {
          found.push(form.finding("E112", line, null, header.join(","), {}));
          continue;
        }
        if (!cells.some(Boolean)) {
          blank = blank || line;
          continue;
        }
        if (blank > 0) {
          found.push(form.finding("E103", blank, null, null, { what: "是空行" }));
          blank = -1;
        }
        if (cells.length !== width) {
          const what = "有 " + cells.length + " 格，表头有 " + width + " 列：" + cause(cells, width);
          found.push(form.finding("E103", line, null, cells.length, { what: what }));
          continue;
        }
        rows.push(row(header, cells, name, () => line));
      }
      if (read.error) return { findings: [...found, fault()], rows: null, header: header };
      if (rows.length > rules.most.rows) {
        const detail = "超过 " + rules.most.rows + " 行";
        return { findings: [...found, form.finding("E105", null, null, null, { detail: detail })], rows: null };
      }
      return { findings: [...found, ...form.rows(rules.tables[name], rows)], rows: rows, header: header };
    }

    // A table as the county folder has it: UTF-8, the columns in order up to the last one that is used, LF.
    function written(name, names, rows) {
      const columns = columnsOf(name);
      let last = columns.length - 1;
      while (last > 0 && !columns[last].required && !names.includes(columns[last].name)) last--;
      const kept = columns.slice(0, last + 1).map((column) => column.name);
      const quoted = (cell) => /[",\r\n]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;
      const line = (cells) => cells.map(quoted).join(",") + "\n";
      return line(kept) + rows.map((one) => line(kept.map((each) => String(one.cells[each] ?? "")))).join("");
    }

    // The first line of a text, to tell which table it is, however its cells are separated.
    function head(text) {
      return text.slice(0, 4000).split(/\r\n|\r|\n/, 1)[0].split(/[,;\t|；，、 ]/).map((cell) => cell.replace(/^"+|"+$/g, ""));
    }

    return { recognised: recognised, checked: checked, written: written, head: head, row: row, columnsOf: columnsOf };
  } };
})();
