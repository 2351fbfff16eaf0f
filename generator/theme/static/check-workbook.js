// Workbooks (.xlsx) to cells with their addresses, from bytes: digits as they are written, errors and what nobody calculated
// told, hidden rows and sheets marked, merges kept. Nothing of a document is run; one with a DOCTYPE or CDATA is refused.
globalThis.checkWorkbook = (function () {
  "use strict";
  const MOST_UNPACKED = 512 * 1024 * 1024, MOST_CELLS = 2000000, MOST_PARTS = 20000;
  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>([^<]*)/g;
  const ATTRIBUTE = /([\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

  // Why a file is not taken: a word that the page has a sentence for, and what it quotes.
  class Refused extends Error {
    constructor(kind, words) { super(kind); this.kind = kind; this.words = words || {}; }
  }

  function letters(column) {
    let name = "";
    for (let rest = column + 1; rest; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + (rest - 1) % 26) + name;
    return name;
  }
  const address = (row, column) => letters(column) + (row + 1);
  function place(reference) {
    const match = /^\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$/.exec(reference || "");
    if (!match) return null;
    const column = [...match[1]].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1;
    return [Number(match[2]) - 1, column];
  }

  // ---- the package

  function parts(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = bytes.length - 22;
    while (end >= 0 && end > bytes.length - 65558 && view.getUint32(end, true) !== 0x06054b50) end--;
    if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new Refused("damaged");
    const found = new Map(), count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true), whole = 0;
    if (count > MOST_PARTS) throw new Refused("zip-bomb");
    for (let number = 0; number < count; number++) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new Refused("damaged");
      const size = view.getUint16(at + 28, true), name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + size));
      const part = {
        secret: view.getUint16(at + 8, true) & 1, method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), at: view.getUint32(at + 42, true)
      };
      whole += part.size;
      if (whole > MOST_UNPACKED) throw new Refused("zip-bomb");
      found.set(name.replace(/^\//, ""), part);
      at += 46 + size + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return { bytes: bytes, view: view, found: found };
  }

  async function unpacked(pack, name) {
    const part = pack.found.get(name);
    if (!part) return null;
    if (part.secret) throw new Refused("encrypted");
    if (pack.view.getUint32(part.at, true) !== 0x04034b50) throw new Refused("damaged");
    const start = part.at + 30 + pack.view.getUint16(part.at + 26, true) + pack.view.getUint16(part.at + 28, true);
    const content = pack.bytes.subarray(start, start + part.packed);
    if (content.length !== part.packed) throw new Refused("damaged");
    if (part.method === 0) return text(content);
    if (part.method !== 8) throw new Refused("damaged");
    if (typeof DecompressionStream === "undefined") throw new Refused("old-browser");
    let stream;
    try { stream = new DecompressionStream("deflate-raw"); } catch (unknown) { throw new Refused("old-browser"); }
    const reader = new Blob([content]).stream().pipeThrough(stream).getReader(), pieces = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read().catch(() => { throw new Refused("damaged"); });
      if (done) break;
      size += value.length;
      if (size > part.size) { reader.cancel().catch(() => {}); throw new Refused("zip-bomb"); }
      pieces.push(value);
    }
    const all = new Uint8Array(size);
    pieces.reduce((offset, piece) => { all.set(piece, offset); return offset + piece.length; }, 0);
    return text(all);
  }

  function text(bytes) {
    const label = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
    try { return new TextDecoder(label, { fatal: true }).decode(bytes); } catch (wrong) { throw new Refused("damaged"); }
  }

  // ---- XML, as far as a package has it: elements by their local names, their attributes, the text that follows a tag

  function plain(text) {
    return text.includes("&") ? text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
      if (name) return SIGNS[name] || whole;
      const code = hex ? parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    }) : text;
  }

  function attributes(text) {
    const made = {};
    for (const match of text.matchAll(ATTRIBUTE)) made[match[2]] = plain(match[3] === undefined ? match[4] : match[3]);
    return made;
  }

  // A text without what stands between two signs; one that does not end is no document.
  function without(text, from, to) {
    const kept = [];
    let at = 0;
    for (let next = text.indexOf(from); next >= 0; next = text.indexOf(from, at)) {
      kept.push(text.slice(at, next));
      at = text.indexOf(to, next + from.length) + to.length;
      if (at < to.length) throw new Refused("damaged");
    }
    return kept.length ? kept.join("") + text.slice(at) : text;
  }

  // Calls start(name, attributes, text) and end(name, text) for each element; `text` stands right behind the tag.
  function scan(xml, start, end) {
    const content = without(without(xml, "<!--", "-->"), "<?", "?>");
    if (content.includes("<!")) throw new Refused("damaged");
    const open = [];
    let read = content.search(/</);
    TAG.lastIndex = 0;
    for (const match of content.matchAll(TAG)) {
      if (match.index !== read) throw new Refused("damaged");
      read += match[0].length;
      if (match[1]) {
        if (open.pop() !== match[2]) throw new Refused("damaged");
        if (end) end(match[2], match[5]);
      } else {
        start(match[2], match[3] ? attributes(match[3]) : {}, match[4] ? "" : match[5]);
        if (!match[4]) open.push(match[2]);
        else if (end) end(match[2], match[5]);
      }
    }
    if (open.length || read !== content.length) throw new Refused("damaged");
  }

  // Relations of a part by id: the last word of the type, the path of the target.
  function relations(xml, folder) {
    const found = new Map();
    if (xml) {
      scan(xml, (name, given) => {
        if (name !== "Relationship") return;
        const steps = (given.Target || "").startsWith("/") ? [] : folder.split("/").filter(Boolean);
        for (const step of (given.Target || "").split("/")) {
          if (step === "..") steps.pop();
          else if (step && step !== ".") steps.push(step);
        }
        found.set(given.Id, { kind: (given.Type || "").replace(/.*\//, ""), target: steps.join("/") });
      });
    }
    return found;
  }

  // ---- what a number is shown as

  const ASIDE = /"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/gi;
  function shownAs(id, code) {
    const first = (code || "").split(";")[0].replace(ASIDE, "").trim();
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return { time: true };
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return { day: true };
    if (/\[[hms]+\]/i.test(first)) return { time: true };
    if (code && !/^general$/i.test(first)) {
      if (/[yd]|m{3}|e/i.test(first.replace(/E[+-]/g, "")) || (/m/i.test(first) && !/[hs]/i.test(first))) return { day: true };
      if (/[hs]/i.test(first)) return { time: true };
    }
    return /^0{2,}$/.test(first) ? { zeros: first.length } : {};
  }

  function styles(xml) {
    const codes = new Map(), shown = [];
    let inside = "";
    if (xml) {
      scan(xml, (name, given) => {
        if (name === "cellXfs" || name === "cellStyleXfs") inside = name;
        else if (name === "numFmt") codes.set(given.numFmtId, given.formatCode);
        else if (name === "xf" && inside === "cellXfs") shown.push(shownAs(Number(given.numFmtId || 0), codes.get(given.numFmtId)));
      });
    }
    return shown;
  }

  // A serial number as a day, or a time of the register; null where there is no such day. Never by local time.
  function dated(serial, from1904) {
    const days = from1904 ? serial + 1462 : serial;
    if (days < 1 || days >= 2958466 || Math.floor(days) === 60) return null;
    const seconds = Math.round((days < 60 ? days + 1 : days) * 86400);
    const told = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString();
    if (seconds % 86400 === 0) return told.slice(0, 10);
    return told.slice(0, seconds % 60 ? 19 : 16) + "+08:00";
  }

  // ---- a sheet

  const escaped = (text) => text.replace(/_x(00[01][0-9A-Fa-f]|005[Ff])_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));

  // Joins the texts of an element that holds strings, without phonetic guides.
  function strings(name, given, words, state) {
    if (name === "rPh") state.aside = true;
    if (name !== "t" || state.aside) return;
    state.text += escaped(plain(given.space === "preserve" ? words : words.trim()));
    state.any = true;
  }

  function shared(xml) {
    const found = [];
    let state = { text: "" };
    if (xml) {
      scan(xml, (name, given, words) => {
        if (name === "si") state = { text: "" };
        else strings(name, given, words, state);
      }, (name) => {
        if (name === "rPh") state.aside = false;
        else if (name === "si") found.push(state.text);
      });
    }
    return found;
  }

  function number(cell, value, shown, book) {
    const amount = Number(value);
    if (value.trim() === "" || Number.isNaN(amount)) return { text: value };
    if (cell.formula && amount === 0) return { text: "0", flaw: "error-cell" };
    if (shown.day) {
      const day = dated(amount, book.from1904);
      return day === null ? { text: value, flaw: "no-such-day" } : { text: day };
    }
    if (shown.time) return { text: value, flaw: "spoilt", detail: "时间" };
    if (Math.abs(amount) >= 1e15) return { text: value, flaw: "digits-lost" };
    const written = Number.isInteger(amount) ? String(amount) : value;
    if (shown.zeros && written.length < shown.zeros) {
      return { text: written, flaw: "zeros-lost", detail: written.padStart(shown.zeros, "0") };
    }
    return { text: written };
  }

  function valued(cell, book) {
    const kind = cell.given.t || "n", value = cell.value;
    if (kind === "e" || (cell.formula && value === null && !cell.words.any)) return { text: "", flaw: "error-cell" };
    if (kind === "inlineStr") return { text: cell.words.text };
    if (value === null) return { text: "" };
    if (kind === "s") return { text: book.shared[Number(value)] ?? "" };
    if (kind === "b") return { text: value.trim() === "1" ? "TRUE" : "FALSE" };
    if (kind === "str") return { text: escaped(value) };
    if (kind === "d") return { text: value.replace(/T00:00(:00(\.0+)?)?Z?$/, "") };
    return number(cell, value, book.styles[Number(cell.given.s || 0)] || {}, book);
  }

  function sheet(xml, book) {
    const rows = [], merges = [], hiddenColumns = [];
    let row = null, at = [-1, -1], cell = null, cells = 0, last = [0, 0];
    const hidden = (given) => ["1", "true"].includes(given.hidden);
    scan(xml, (name, given, words) => {
      if (name === "row") {
        at = [given.r ? Number(given.r) - 1 : at[0] + 1, -1];
        row = { number: at[0], hidden: hidden(given) || given.ht === "0", cells: [] };
        rows.push(row);
      } else if (name === "c") {
        const there = place(given.r);
        at = there || [at[0], at[1] + 1];
        cell = { given: given, value: null, formula: false, words: { text: "" } };
      } else if (name === "f" && cell) cell.formula = true;
      else if (name === "v" && cell) cell.value = words === "" ? null : plain(words);
      else if (name === "col" && (hidden(given) || Number(given.width) === 0)) hiddenColumns.push([given.min - 1, given.max - 1]);
      else if (name === "mergeCell") {
        const [from, to] = (given.ref || "").split(":").map(place);
        if (from && to) merges.push([from, to]);
      } else if (cell) strings(name, given, words, cell.words);
    }, (name) => {
      if (name === "rPh" && cell) cell.words.aside = false;
      if (name !== "c" || !row) return;
      const made = valued(cell, book);
      cell = null;
      if (made.text === "" && !made.flaw) return;
      last = [Math.max(last[0], at[0]), Math.max(last[1], at[1])];
      cells = (last[0] + 1) * (last[1] + 1);
      if (cells > MOST_CELLS) throw new Refused("too-many-cells", { end: address(...last), cells: cells });
      row.cells[at[1]] = made;
    });
    return { rows: rows, merges: merges, hides: (column) => hiddenColumns.some(([from, to]) => from <= column && column <= to) };
  }

  // The sheets of a workbook in order: those that are hidden by their names alone. Rejects with a Refused.
  async function read(bytes) {
    try {
      return await sheets(parts(bytes));
    } catch (wrong) {
      throw wrong instanceof RangeError ? new Refused("damaged") : wrong;  // a place behind the end of the file
    }
  }

  async function sheets(pack) {
    const names = [...pack.found.keys()];
    if (names.some((name) => name.endsWith("vbaProject.bin") || name.startsWith("xl/macrosheets/"))) throw new Refused("macro");
    if (names.some((name) => name.endsWith("workbook.bin"))) throw new Refused("binary-workbook");
    if (names.includes("mimetype")) throw new Refused("ods");
    if (names.some((name) => name.startsWith("word/"))) throw new Refused("docx");
    const root = relations(await unpacked(pack, "_rels/.rels"), "");
    const main = [...root.values()].find((one) => one.kind === "officeDocument");
    const path = main ? main.target : "xl/workbook.xml", folder = path.replace(/[^/]*$/, "");
    const xml = await unpacked(pack, path);
    if (xml === null || !/workbook/.test(xml)) throw new Refused("archive");
    const targets = relations(await unpacked(pack, folder + "_rels/" + path.slice(folder.length) + ".rels"), folder);
    const listed = [], book = { from1904: false };
    scan(xml, (name, given) => {
      if (name === "workbookPr") book.from1904 = ["1", "true"].includes(given.date1904);
      if (name === "sheet") listed.push({ name: given.name, hidden: /hidden/i.test(given.state || ""), target: targets.get(given.id) });
    });
    const of = (kind, usual) => ([...targets.values()].find((one) => one.kind === kind) || { target: folder + usual }).target;
    book.shared = shared(await unpacked(pack, of("sharedStrings", "sharedStrings.xml")));
    book.styles = styles(await unpacked(pack, of("styles", "styles.xml")));
    const made = [];
    for (const one of listed.filter((each) => each.target && each.target.kind === "worksheet")) {
      const content = one.hidden ? null : await unpacked(pack, one.target.target);
      if (!one.hidden && content === null) throw new Refused("damaged");
      made.push(Object.assign({ name: one.name, hidden: one.hidden }, one.hidden ? {} : sheet(content, book)));
    }
    return made;
  }

  return { read: read, scan: scan, Refused: Refused, address: address, letters: letters };
})();
