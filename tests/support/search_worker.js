/* The worker of the search outside a browser: Node runs the published file, with a folder for the network.
   node search_worker.js SITE < questions.json > answers.json
   A question is what search.js sends, and may have `fresh` (a worker that has loaded nothing) and `brief` (of rows only
   where they lead). An answer has the last message of the worker, the milliseconds that the processor was busy with it,
   and what was loaded for it: path, bytes, bytes compressed. */
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");
const zlib = require("zlib");

const SITE = path.resolve(process.argv[2]);
const HOME = "https://register.example/below/";

function worker() {
  const loaded = [];
  const self = { location: { href: `${HOME}static/search-worker.js` } };
  const context = vm.createContext({
    self, URL, Promise, console,
    importScripts(name) {
      vm.runInContext(fs.readFileSync(path.join(SITE, "static", name), "utf8"), context, { filename: name });
      context.WuyiSearch = self.WuyiSearch;
    },
    async fetch(address) {
      if (!address.startsWith(HOME)) { throw new Error(address); }
      const file = path.join(SITE, address.slice(HOME.length));
      if (!fs.existsSync(file)) { loaded.push([address.slice(HOME.length), -1, -1]); return { ok: false }; }
      const content = fs.readFileSync(file);
      loaded.push([address.slice(HOME.length), content.length, zlib.gzipSync(content, { level: 6 }).length]);
      return { ok: true, text: async () => content.toString("utf8"), json: async () => JSON.parse(content.toString("utf8")) };
    },
  });
  vm.runInContext(fs.readFileSync(path.join(SITE, "static/search-worker.js"), "utf8"), context, { filename: "worker" });
  return { self, loaded };
}

let running = null;
let number = 0;

function ask(question) {
  if (question.fresh || !running) { running = worker(); }
  running.loaded.length = 0;
  number += 1;
  const asked = Object.assign({ scope: "", within: "", near: "", most: 1000000, lists: 0 }, question, { ask: number });
  const began = process.cpuUsage();
  return new Promise((resolve) => {
    running.self.postMessage = (message) => {
      if (message.ask === number && (message.done || message.failed)) {
        const used = process.cpuUsage(began);
        const milliseconds = (used.user + used.system) / 1000;
        resolve({ answer: message, milliseconds, loaded: running.loaded.slice() });
      }
    };
    running.self.onmessage({ data: asked });
  });
}

(async () => {
  const questions = JSON.parse(fs.readFileSync(0, "utf8"));
  process.stdout.write("[");
  for (let i = 0; i < questions.length; i += 1) {
    const told = await ask(questions[i]);
    if (questions[i].brief) {
      told.answer.rows = told.answer.rows.map((row) => row.address);
    }
    process.stdout.write((i ? "," : "") + JSON.stringify(told));
  }
  process.stdout.write("]\n");
})();
