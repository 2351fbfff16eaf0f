// What the page /check/ finds in tables: {"rules": …, "tables": [{"name": …, "bytes": base64}]} on standard input.
const path = require("path");
const theme = path.join(__dirname, "../../generator/theme/static");
require(path.join(theme, "check-form.js"));
require(path.join(theme, "check-table.js"));
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const form = globalThis.checkForm(given.rules), table = globalThis.checkTable.of(form);
const answers = given.tables.map(({ name, bytes }) => {
  const decoded = globalThis.checkTable.decoded(new Uint8Array(Buffer.from(bytes, "base64")));
  const recognised = table.recognised(table.head(decoded.text || ""), name);
  const checked = decoded.text === null || !recognised ? null : table.checked(decoded.text, recognised);
  return {
    encoding: decoded.encoding, recognised: recognised, findings: checked && checked.findings,
    written: checked && checked.rows && table.written(recognised, checked.header, checked.rows)
  };
});
process.stdout.write(JSON.stringify(answers));
