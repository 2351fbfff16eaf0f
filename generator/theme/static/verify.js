// The page /verify/: that a line is in the log is computed here, from the tiles; nothing is believed but the key.
(function () {
  "use strict";
  const HOME = "../", WIDTH = 256, MOST_LATER = 32 * WIDTH, MOST_BYTES = 1 << 25;
  const words = JSON.parse(document.getElementById("words").textContent);
  const told = document.getElementById("told"), results = document.getElementById("results");
  const form = document.getElementById("which"), field = document.getElementById("event");

  class Wrong extends Error {}
  const say = text => { told.textContent = text; };
  const line = (text, strong) => {
    const item = document.createElement("p");
    item.append(strong ? Object.assign(document.createElement("strong"), { textContent: text }) : text);
    results.append(item);
    return item;
  };

  // ---- bytes and hashes

  const utf8 = new TextEncoder(), decoded = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  const base64 = bytes => btoa(String.fromCharCode(...bytes));
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const leafHash = entry => sha256(joined([0], entry));
  const nodeHash = (left, right) => sha256(joined([1], left, right));
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

  async function read(path) {
    let answer;
    try {
      answer = await fetch(HOME + path, { cache: "no-cache" });
    } catch (error) {
      throw new Wrong("读不到 " + path + "：请连上网络，从网站上打开这一页。");
    }
    if (!answer.ok) throw new Wrong(answer.status === 404 ? "日志里没有 " + path + "。" : "读不到 " + path + "（服务器回答 " + answer.status + "）。");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > MOST_BYTES) throw new Wrong(path + " 太大，没有读。");
    return bytes;
  }

  // ---- the tree: RFC 6962, in tiles as C2SP tlog-tiles has them

  function address(kind, number, width) {
    const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
    return "tile/" + kind + "/" + digits.map((group, at) => (at < digits.length - 1 ? "x" : "") + group).join("/") + (width < WIDTH ? ".p/" + width : "");
  }

  function logOf(county, size) {
    const tiles = new Map();
    const widthOf = (level, number) => Math.min(WIDTH, Math.floor(size / 2 ** (8 * level)) - number * WIDTH);
    const hashes = (level, number) => {
      const path = county + "/" + address(level, number, widthOf(level, number));
      if (!tiles.has(path)) tiles.set(path, read(path).then(bytes => {
        if (bytes.length !== widthOf(level, number) * 32) throw new Wrong(path + " 的大小不对。");
        return bytes;
      }));
      return tiles.get(path);
    };
    async function full(height, index) {
      const level = Math.floor(height / 8), below = 2 ** (height - 8 * level), first = index * below;
      const tile = await hashes(level, Math.floor(first / WIDTH));
      let row = Array.from({ length: below }, (_, at) => tile.subarray((first % WIDTH + at) * 32, (first % WIDTH + at + 1) * 32));
      while (row.length > 1) row = await Promise.all(row.filter((_, at) => at % 2 === 0).map((left, at) => nodeHash(left, row[2 * at + 1])));
      return row[0];
    }
    async function entries(number) {
      const width = widthOf(0, number), path = county + "/" + address("entries", number, width);
      const bytes = await read(path), found = [];
      for (let at = 0; at + 2 <= bytes.length;) {
        const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
        found.push(bytes.subarray(at + 2, end));
        at = end;
      }
      if (found.length !== width) throw new Wrong(path + " 不完整。");
      return found;
    }
    return { full, entries };
  }

  const half = length => 2 ** Math.floor(Math.log2(length - 1));

  // The hash above a range: from the entries themselves where they were read, else from the tiles.
  async function above(begin, end, own, log) {
    const length = end - begin, isWhole = Number.isInteger(Math.log2(length)) && begin % length === 0;
    const apart = end <= own.first || begin >= own.first + own.leaves.length;
    if (isWhole && apart) return log.full(Math.log2(length), begin / length);
    if (length === 1) return own.leaves[begin - own.first];
    const middle = begin + half(length);
    return nodeHash(await above(begin, middle, own, log), await above(middle, end, own, log));
  }

  async function proofOf(index, size, own, log) {
    const path = [];
    for (let begin = 0, end = size; end - begin > 1;) {
      const middle = begin + half(end - begin);
      if (index < middle) { path.unshift(await above(middle, end, own, log)); end = middle; }
      else { path.unshift(await above(begin, middle, own, log)); begin = middle; }
    }
    return path;
  }

  // ---- the checkpoint and who signed it

  function checkpointOf(text) {
    const at = text.lastIndexOf("\n\n"), [origin, size, root, ...more] = text.slice(0, at).split("\n");
    if (at < 0 || !/^(0|[1-9][0-9]{0,14})$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root || "") || more.length) throw new Wrong("日志的检查点读不懂。");
    return { origin, size: Number(size), root: decoded(root), text: text.slice(0, at + 1), lines: text.slice(at + 2).split("\n").filter(Boolean) };
  }

  // True: signed; false: there is no key; a sentence: what could not be checked here.
  async function signature(checkpoint, county) {
    const keys = new TextDecoder().decode(await read("log-keys.txt")).split("\n").filter(text => text && !text.startsWith("#"));
    if (!keys.length) return false;
    for (const text of keys) {
      const [name, , ...rest] = text.trim().split("+"), material = decoded(rest.join("+"));
      if (material[0] !== 1) continue;
      if (checkpoint.origin !== name + "/" + county) throw new Wrong("检查点属于“" + checkpoint.origin + "”，不是这份日志的。");
      const id = (await sha256(joined(utf8.encode(checkpoint.origin + "\n"), material))).subarray(0, 4);
      const values = checkpoint.lines.filter(one => one.startsWith("— " + checkpoint.origin + " ")).map(one => decoded(one.split(" ")[2]));
      const value = values.find(one => same(one.subarray(0, 4), id));
      if (!value) throw new Wrong("检查点上没有登记册密钥的签名，不要相信它。");
      let key;
      try {
        key = await crypto.subtle.importKey("raw", material.subarray(1), { name: "Ed25519" }, false, ["verify"]);
      } catch (error) {
        return "这个浏览器不能核对 Ed25519 签名：请换用新版的浏览器，或用命令行。";
      }
      if (!await crypto.subtle.verify({ name: "Ed25519" }, key, value.subarray(4), utf8.encode(checkpoint.text))) throw new Wrong("检查点的签名不对，不要相信它。");
      return true;
    }
    return "登记册没有公布 Ed25519 公钥，签名在这里核对不了：请用命令行。";
  }

  // ---- one event

  function rowOf(entry) {
    try {
      const row = JSON.parse(new TextDecoder().decode(entry));
      return row && typeof row === "object" ? row : {};
    } catch (error) {
      return {};
    }
  }
  // ---- texts that the publisher removed: of such a line the log has the hash alone

  const REMOVED = "【已删除】";

  function rowsOf(table) {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < table.length; at++) {
      const sign = table[at], row = rows[rows.length - 1];
      if (sign === '"' && quoted && table[at + 1] === '"') { row[row.length - 1] += sign; at++; }
      else if (sign === '"') quoted = !quoted;
      else if (sign === "," && !quoted) row.push("");
      else if (sign === "\n" && !quoted) rows.push([""]);
      else row[row.length - 1] += sign;
    }
    const header = rows.shift();
    return rows.filter(row => row.length === header.length).map(row => Object.fromEntries(row.map((cell, at) => [header[at], cell])));
  }

  async function removedOf(county, entries) {
    if (!entries.some(entry => rowOf(entry).area_name === REMOVED)) return new Map();
    const table = new TextDecoder().decode(await read(county + "/redactions.csv"));
    return new Map(rowsOf(table).filter(row => /^[0-9a-f]{64}$/.test(row.leaf_hash)).map(row => [row.event_id, row]));
  }
  const bytesOf = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));

  // What tells an area from another of the same name: its page says so, the log does not.
  async function qualifierOf(county, area) {
    if (!/^[0-9-]+$/.test(area)) return "";
    try {
      const told = rowOf(await read(county + "/" + area + "/index.json"));
      return told.area_id === area && typeof told.qualifier === "string" ? "(" + told.qualifier + ")" : "";
    } catch (error) {
      return "";
    }
  }

  const named = (row, qualifier) => "“" + row.area_name + (qualifier || "") + "”的“" + (words[row.event] || row.event) + "”记录（第 " + Number(row.event_id.slice(7)) + " 号，" + row.effective_at + "）" + (row.corrects ? "，" + (row.event === "correct" ? "撤销" : "替换") + "第 " + row.corrects + " 号" : "");

  async function verify(eventId) {
    results.replaceChildren();
    const match = /^([0-9]{6})-([0-9]{6,12})$/.exec(eventId);
    if (!match) throw new Wrong("“" + eventId + "”不是事件编号：六位区县代码、连字符、六位以上的序号。");
    if (!self.crypto || !crypto.subtle) throw new Wrong("浏览器只在 https 网址上核对：请从网站的 https 网址打开这一页，或用命令行。");
    say("正在核对 " + eventId + "……");
    const county = match[1], index = Number(match[2]) - 1;
    const published = new TextDecoder().decode(await read(county + "/checkpoint")), checkpoint = checkpointOf(published), size = checkpoint.size;
    if (index < 0 || index >= size) throw new Wrong("日志里没有这条记录：它有 " + size + " 条。");
    const signed = await signature(checkpoint, county), log = logOf(county, size);
    const start = Math.floor(index / WIDTH), isAll = size - index <= MOST_LATER;
    const bundles = [];
    for (let number = start; number * WIDTH < (isAll ? size : index + 1); number++) bundles.push(...await log.entries(number));
    const removed = await removedOf(county, bundles);
    const goneOf = row => row.area_name === REMOVED ? removed.get(row.event_id) : undefined;
    const hashOf = one => { const gone = goneOf(rowOf(one)); return gone ? bytesOf(gone.leaf_hash) : leafHash(one); };
    const own = { first: start * WIDTH, leaves: await Promise.all(bundles.map(hashOf)) };
    const root = await above(0, size, own, log), entry = bundles[index - own.first], row = rowOf(entry);
    if (!same(root, checkpoint.root) || row.event_id !== eventId) throw new Wrong("没有通过：记录和日志的检查点不一致，不要相信它。请告诉登记册的管理者。");
    const gone = goneOf(row), qualifier = gone || row.row_sha256 ? "" : await qualifierOf(county, row.area_id);
    const place = "本登记册" + (signed === true ? "签名的" : "") + "日志中（第 " + index + " 条，从 0 数起，共 " + size + " 条）";
    if (row.row_sha256) {
      say("已证明：" + eventId + " 的摘要在" + place + "。");
      line("这是程序中的步骤：日志里只有它的摘要 " + row.row_sha256 + "，内容见区域的网页。");
    } else {
      if (gone) {
        say("已证明：" + eventId + " 的哈希在" + place + "。它的文字已由发布方删除，写了什么没有证明。");
        line(gone.decided_by + "决定，" + gone.redacted_at.slice(0, 10) + " 删除，理由：" + gone.reason + "。发布方说它是" + named(row) + "。", true);
      } else say("已证明：" + named(row, qualifier) + "在" + place + "。");
      if (qualifier) line("名称后面的" + qualifier + "不在日志里，取自区域的网页。");
      const later = bundles.slice(index - own.first + 1).map(rowOf), about = later.filter(one => one.area_id === row.area_id && one.title === row.title);
      for (const one of about) line("此后：" + named(one, qualifier) + "。", one.event === "revoke" || one.event === "suspend");
      const without = later.filter(one => goneOf(one)).length;
      if (without) line("其中 " + without + " 条的文字已由发布方删除，只证明了它们的哈希。");
      const hidden = later.filter(one => one.row_sha256).length;
      if (isAll && !about.length) line("没有发现：此后的 " + later.length + " 条里没有这个区域、这个称号的暂停、恢复或取消。");
      if (!isAll) line("没有看：此后的记录太多，是否暂停或取消，看区域的网页。", true);
      if (hidden) line("另有 " + hidden + " 条只公开了摘要：还没有公布的步骤，或对它们的更正。");
      const link = line("现状：").appendChild(document.createElement("a"));
      if (/^[0-9-]+$/.test(row.area_id)) link.href = HOME + county + "/" + row.area_id + "/#e" + eventId;
      link.textContent = gone ? "区域的网页" : row.area_name + qualifier + "的网页";
    }
    if (signed === false) line("日志未签名：这只证明记录和本网站的日志一致，没有证明是谁公布的。");
    else if (signed !== true) line("签名没有核对：" + signed);
    else line("公钥取自本网站的 log-keys.txt；第一次请和从别处得到的比较。");
    const told = gone ? { ...row, leaf_hash: gone.leaf_hash, redacted: gone.columns, redacted_by: gone.decided_by, redacted_reason: gone.reason, redacted_at: gone.redacted_at } : null;
    const extra = told ? utf8.encode(JSON.stringify(told, Object.keys(told).sort())) : entry;
    const proof = ["c2sp.org/tlog-proof@v1", "extra " + base64(extra), "index " + index, ...(await proofOf(index, size, own, log)).map(base64), "", published].join("\n");
    const save = line("").appendChild(document.createElement("a"));
    save.href = URL.createObjectURL(new Blob([proof], { type: "text/plain" }));
    save.download = eventId + ".tlog-proof";
    save.textContent = "下载证明（" + save.download + "）";
  }

  function start() {
    const eventId = decodeURIComponent(location.hash.slice(1));
    if (!eventId) return;
    field.value = eventId;
    verify(eventId).catch(error => {
      results.replaceChildren();
      say(error instanceof Wrong ? error.message : "没有核对成：" + error.message);
    });
  }

  document.getElementById("unready").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    const wanted = "#" + field.value.trim();
    if (location.hash === wanted) start();
    else location.hash = wanted;
  });
  window.addEventListener("hashchange", start);
  start();
})();
