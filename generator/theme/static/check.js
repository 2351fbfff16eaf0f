// The page /check/: files are read here, in this browser, and go nowhere. It makes text of them, never HTML or code.
(function () {
  "use strict";
  const form = checkForm(JSON.parse(document.getElementById("rules").textContent));
  const rules = form.rules, tables = checkTable.of(form);
  const RESAVE = "在 Excel 或 WPS 里打开，“另存为”选“Excel 工作簿（.xlsx）”，再交。", AGAIN = "向发来的人要一份完好的，或重新下载。";
  const RETYPE = "先把这一列设为“文本”格式，再照原件重新填写这一格。";
  const MOST_SHOWN = 500;
  const IMPORT = "名单、通告正文和 Word、PDF 文件，请用命令 wuyi import 读入，它认得自由写法的名单。";
  // Why a file is not read: what it is, and how to mend it.
  const REFUSED = {
    damaged: ["文件已损坏，打不开。", AGAIN],
    "zip-bomb": ["解压以后太大（超过 512 MB），可能是有意做坏的文件。", AGAIN],
    "too-large": ["文件太大，超过 32 MB。", "只留表格本身，分成几个文件。"],
    "too-many-cells": ["表的末尾到了 {end}，共 {cells} 格。", "名单以外的格里有空格或零散内容：选中多余的行和列，删除后保存。"],
    encrypted: ["文件有打开密码。", "用密码打开，去掉密码后另存一份再交。"],
    macro: ["工作簿带有宏。", RESAVE],
    "binary-workbook": ["是二进制工作簿（.xlsb）。", RESAVE],
    "old-workbook": ["是旧版工作簿（.xls），这一页只读 .xlsx。", RESAVE],
    ods: ["是 ODS 表格（.ods），这一页只读 .xlsx。", "在 LibreOffice、Excel 或 WPS 里打开，“另存为”选类型“Excel（.xlsx）”，再交。"],
    html: ["是网页或 XML，不是工作簿。", RESAVE],
    picture: ["是图片，里面没有文字。", "向发布单位要原来的表格，或照着录入一张表。"],
    docx: ["是文档，不是名录的表。", IMPORT],
    archive: ["是压缩包。", "先解压，再交里面的文件。"],
    empty: ["文件是空的。", AGAIN],
    encoding: ["文字的编码不明：不是 UTF-8，不是带标记的 UTF-16，也不是 GB18030。", "用记事本打开，“另存为”时编码选 UTF-8。"],
    folder: ["是文件夹。", "打开它，选中里面的文件再拖过来。"],
    "old-browser": ["这个浏览器太旧，不能解开工作簿。", "换用新版的浏览器，或另存为“CSV UTF-8（逗号分隔）”再交。"],
    "free-form": ["不是名录的表：没有一行是 {tables} 里任何一个表的列名。", IMPORT]
  };
  // What is wrong with a cell of a workbook, whatever its column.
  const CELLS = {
    "error-cell": ["这一格是错误值，或是没有算出结果的公式。", "在 Excel 或 WPS 里打开，改正公式，保存后再交。"],
    spoilt: ["“{value}”是表格软件改过的内容（{detail}）。", RETYPE],
    "zeros-lost": ["这一格显示为 {detail}，开头的零没有存下来。", RETYPE],
    "digits-lost": ["“{value}”是超过 15 位的数，末尾几位已经不准。", RETYPE],
    "no-such-day": ["“{value}”不是存在的日期。", "照原件改正。"]
  };
  const MEND_UTF8 = "在 Excel 或 WPS 里选“另存为”，类型选“CSV UTF-8（逗号分隔）”，再提交；";

  const fill = (text, words) => form.visible(text.replace(/\{(\w+)\}/g, (_, name) => String(words[name] ?? "")));
  const said = (pair, words, line) => ({ code: "", line: line ?? null, column: null, message: fill(pair[0], words || {}), fix: fill(pair[1], words || {}) });

  // ---- a file to parts, each with its title, notes, findings, and rows where they can be handed back

  async function judged(file) {
    if (file.size > 32 * 1024 * 1024) return [refused("too-large")];
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!bytes.length) return [refused("empty")];
    const begins = (...signs) => signs.every((sign, at) => bytes[at] === sign);
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, 512)).replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
    if (begins(0xd0, 0xcf, 0x11, 0xe0)) {
      // The name of a stream stands in UTF-16 in the directory of the file.
      const secret = new TextDecoder("latin1").decode(bytes).includes([..."EncryptedPackage"].join("\0"));
      return [refused(secret ? "encrypted" : "old-workbook")];
    }
    if (begins(0x50, 0x4b)) return workbook(bytes);
    if (/^<(?:!doctype|html|head|body|table|\?xml|meta|style|div)\b/i.test(head)) return [refused("html")];
    if (begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff) || head.startsWith("GIF8")) return [refused("picture")];
    if (head.startsWith("%PDF-") || head.startsWith("{\\rtf")) return [refused("docx")];
    if (begins(0x1f, 0x8b) || head.startsWith("Rar!") || head.startsWith("7z\u00bc\u00af")) return [refused("archive")];
    return [delimited(bytes, file.name)];
  }

  function refused(kind, words) {
    return { title: "", table: "", notes: [], findings: [said(REFUSED[kind], words)], refused: true };
  }
  const unknown = () => refused("free-form", { tables: Object.values(rules.tables).map((table) => table.title).join("、") });

  function delimited(bytes, name) {
    const read = checkTable.decoded(bytes);
    if (read.text === null) return refused("encoding");
    const table = tables.recognised(tables.head(read.text), name);
    if (!table) return unknown();
    const checked = tables.checked(read.text, table), notes = [], findings = checked.findings;
    if (read.encoding) {
      findings.unshift(form.finding("E101", read.line || 1, null, read.encoding, { mend: MEND_UTF8 }));
      notes.push("已按 " + read.encoding + " 读入内容，照样检查；下面可以下载改成 UTF-8 的。");
    }
    if (read.unsure) notes.push("文件里有几个字，各种程序读出来不一样（GB18030 里编码有变动的字）：请对照原件核对生僻字和标点。");
    return { title: "", table: table, notes: notes, findings: findings, rows: checked.rows, header: checked.header };
  }

  async function workbook(bytes) {
    let sheets;
    try {
      sheets = await checkWorkbook.read(bytes);
    } catch (wrong) {
      if (!(wrong instanceof checkWorkbook.Refused)) throw wrong;
      return [refused(wrong.kind, wrong.words)];
    }
    const made = [];
    for (const sheet of sheets) {
      if (sheet.hidden) made.push({ title: sheet.name, table: "", findings: [], skipped: true, notes: ["工作表“" + sheet.name + "”是隐藏的，没有读入；要读入就先取消隐藏。"] });
      else if (sheet.rows.some((row) => row.cells.length)) made.push(ofSheet(sheet));
    }
    return made.length ? made : [refused("empty")];
  }

  const says = (cell) => Boolean(cell) && (Boolean(cell.flaw) || cell.text.trim() !== "");

  function ofSheet(sheet) {
    const notes = [], byNumber = new Map(sheet.rows.map((row) => [row.number, row]));
    for (const [from, to] of sheet.merges) {
      const first = (byNumber.get(from[0]) || { cells: [] }).cells[from[1]];
      for (const row of first ? sheet.rows.filter((one) => one.number >= from[0] && one.number <= to[0]) : []) {
        for (let column = from[1]; column <= Math.min(to[1], from[1] + 1000); column++) row.cells[column] = first;
      }
    }
    const away = sheet.rows.filter((row) => row.hidden && row.cells.some(says)).map((row) => row.number + 1);
    if (away.length) notes.push("有 " + away.length + " 行是隐藏或筛掉的（第 " + away.slice(0, 10).join("、") + " 行），没有读入；要读入就先取消隐藏。");
    const rows = sheet.rows.filter((row) => !row.hidden), gone = new Set();
    rows.forEach((row) => row.cells.forEach((cell, column) => {
      if (!sheet.hides(column)) return;
      if (says(cell)) gone.add(column);
      delete row.cells[column];
    }));
    if (gone.size) notes.push("有 " + gone.size + " 列是隐藏的（" + [...gone].slice(0, 10).map(checkWorkbook.letters).join("、") + "），没有读入；要读入就先取消隐藏。");
    const texts = (row) => Array.from(row.cells, (cell) => cell ? cell.text.trim() : "");
    const start = rows.slice(0, 30).findIndex((row) => tables.recognised(texts(row), ""));
    if (start < 0) return Object.assign(unknown(), { title: sheet.name, notes: notes });
    const table = tables.recognised(texts(rows[start]), "");
    const above = rows.slice(0, start).filter((row) => row.cells.some(says)).length;
    if (above) notes.push("列名在第 " + (rows[start].number + 1) + " 行，它上面的 " + above + " 行没有读入。");
    return Object.assign({ title: sheet.name, notes: notes, table: table }, ofRows(table, texts(rows[start]), rows[start].number, rows.slice(start + 1)));
  }

  function ofRows(table, header, top, below) {
    const columns = tables.columnsOf(table), findings = [], places = new Map(), flawed = new Map();
    const expected = columns.map((column) => column.name).join(",");
    const misheaded = (where, line) => findings.push(form.finding("E102", line, null, header.filter(Boolean).join(","), { where: where, expected: expected }));
    header.forEach((cell, place) => {
      if (!cell) return;
      const column = columns.find((one) => one.name === cell) || columns.find((one) => one.title === cell), at = checkWorkbook.address(top, place);
      if (!column) misheaded("多了第 " + (place + 1) + " 列“" + cell + "”", at);
      else if (places.has(column.name)) findings.push(form.finding("E112", at, column.name, cell, {}));
      else places.set(column.name, place);
    });
    columns.filter((column) => column.required && !places.has(column.name))
      .forEach((column) => misheaded("缺少“" + column.name + "”", checkWorkbook.address(top, 0)));
    if (findings.length) return { findings: findings, rows: null };
    const names = columns.map((column) => column.name).filter((name) => places.has(name)), used = new Set(places.values());
    const given = [];
    for (const row of below) {
      if (!row.cells.some(says)) continue;
      const at = (name) => checkWorkbook.address(row.number, places.has(name) ? places.get(name) : places.get(names[0]));
      row.cells.forEach((cell, place) => {
        if (used.has(place) || !says(cell)) return;
        misheaded("第 " + (place + 1) + " 列没有列名，第 " + (row.number + 1) + " 行却写了“" + cell.text + "”", checkWorkbook.address(row.number, place));
      });
      names.forEach((name) => {
        const cell = row.cells[places.get(name)];
        if (cell && cell.flaw) flawed.set(at(name), Object.assign(said(CELLS[cell.flaw], { value: cell.text, detail: cell.detail }, at(name)), { column: name }));
      });
      given.push(tables.row(names, names.map((name) => (row.cells[places.get(name)] || { text: "" }).text), table, at));
    }
    // What is told of a cell that is none is told once.
    const told = form.rows(rules.tables[table], given).filter((one) => !flawed.has(one.line));
    return { findings: [...findings, ...flawed.values(), ...told], rows: given, header: names };
  }

  // ---- what is shown

  function element(name, text, options) {
    const made = Object.assign(document.createElement(name), options || {});
    if (text) made.textContent = text;
    return made;
  }

  const key = (finding) => {
    const match = /^([A-Z]*)([0-9]+)$/.exec(String(finding.line ?? "0"));
    return [Number(match ? match[2] : 0), match ? match[1].length : 0, match ? match[1] : "", finding.column || "", finding.code];
  };
  function inOrder(findings) {
    return findings.map((one) => [key(one), one]).sort(([a], [b]) => {
      const at = a.findIndex((part, place) => part !== b[place]);
      return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
    }).map((pair) => pair[1]);
  }

  function shownFinding(finding) {
    const item = element("li", "", { className: "finding" }), where = element("p");
    const line = finding.line === null ? "整个文件" : typeof finding.line === "number" ? "第 " + finding.line + " 行" : finding.line;
    where.append(element("b", line));
    if (finding.column) where.append(" ", element("code", finding.column));
    if (finding.code) where.append(" ", element("a", finding.code, { href: "../findings/#" + finding.code }));
    if (finding.code.startsWith("W")) where.append(" 提醒");
    item.append(where, element("p", finding.message), element("p", "→ " + finding.fix));
    return item;
  }

  const urls = [];
  function download(part, text) {
    const name = part.table + ".csv", url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    urls.push(url);
    const line = element("p");
    line.append(element("a", "下载 " + name, { href: url, download: name, className: "download" }),
      " UTF-8 编码，列名和次序照数据说明；放进 data/registers/<区县代码>/ 以前，请先看清楚它只是这一份文件的内容，没有和原来的合在一起。");
    return line;
  }

  function shownPart(part) {
    const made = element("section"), errors = part.findings.filter((one) => !one.code.startsWith("W")).length;
    if (part.title) made.append(element("h3", "工作表 " + form.visible(part.title)));
    if (part.table) {
      const size = part.rows ? "，" + part.rows.length + " 行" : "";
      made.append(element("p", "认出是“" + rules.tables[part.table].title + "”表（" + part.table + ".csv）" + size + "。"));
    }
    part.notes.forEach((note) => made.append(element("p", form.visible(note), { className: "told-note" })));
    if (part.skipped) return made;
    if (!errors && part.rows) {
      made.append(element("p", "没有发现格式问题", { className: "sound" }));
      if (!part.rows.length) made.append(element("p", "表里只有列名，没有内容。"));
      made.append(element("p", "这里只看每一格的写法。编号有没有、名称对不对得上、次序和时限、数量、个人信息、与已公布的是否一致，只有 wuyi check 能判断。"));
    }
    if (part.findings.length) {
      const list = element("ol", "", { className: "findings" });
      inOrder(part.findings).slice(0, MOST_SHOWN).forEach((finding) => list.append(shownFinding(finding)));
      made.append(list);
      if (part.findings.length > MOST_SHOWN) made.append(element("p", "另有 " + (part.findings.length - MOST_SHOWN) + " 处没有列出：先改好这些，再检查一次。"));
    }
    const kept = part.rows && part.findings.every((one) => one.code === "E101" || one.code.startsWith("W"));
    if (kept && part.rows.length) made.append(download(part, tables.written(part.table, part.header, part.rows)));
    return made;
  }

  // ---- choosing, dropping

  const status = document.getElementById("told"), results = document.getElementById("results");
  let turn = 0;

  async function take(files) {
    const own = ++turn, made = [];
    urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
    status.textContent = "正在检查……";
    results.replaceChildren();
    let errors = 0, warnings = 0;
    for (const file of files) {
      const parts = file.folder ? [refused("folder")] : await judged(file).catch(() => [refused("damaged")]);
      if (own !== turn) return;
      const section = element("section");
      section.append(element("h2", form.visible(file.name)), ...parts.map(shownPart));
      made.push(section);
      const found = parts.flatMap((part) => part.findings);
      errors += found.filter((one) => !one.code.startsWith("W")).length;
      warnings += found.filter((one) => one.code.startsWith("W")).length;
    }
    results.replaceChildren(...made);
    const more = warnings ? "，提醒 " + warnings + " 处" : "";
    status.textContent = "查完 " + files.length + " 个文件：" + (errors ? "有 " + errors + " 处要改" : "没有发现格式问题") + more + "。";
  }

  const input = document.getElementById("files"), area = document.getElementById("drop");
  input.addEventListener("change", () => {
    if (input.files.length) take([...input.files]);
    input.value = "";  // the same file may be chosen again, mended
  });
  addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("over"); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) area.classList.remove("over"); });
  addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const files = items.map((item) => {
      const entry = item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
      return entry && entry.isDirectory ? { name: entry.name, folder: true } : item.getAsFile();
    }).filter(Boolean);
    if (files.length) take(files);
  });
  area.hidden = false;
  document.getElementById("unready").hidden = true;
})();
