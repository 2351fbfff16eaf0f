#!/usr/bin/env bash
# frictionless 5.21.0 (with SQLAlchemy 2.1.9): a table that `validate` calls valid cannot be put into SQLite if a column has
# the constraint `pattern` and a missing value. The Table Schema lets both stand together (what is missing has no value to
# try), and CHECK is true of NULL in SQL; but its own REGEXP function gets the NULL and raises.
# Seen: "valid True" and "index OperationalError user-defined function raised exception".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check 'frictionless[sql]==5.21.0' sqlalchemy==2.1.9
cd "$work"
printf 'id,code\n1,12\n2,\n' >a.csv
cat >datapackage.json <<'JSON'
{"name": "a", "resources": [{"name": "a", "path": "a.csv", "profile": "tabular-data-resource", "schema": {"fields": [
  {"name": "id", "type": "integer"}, {"name": "code", "type": "string", "constraints": {"pattern": "^[0-9]{2}$"}}],
  "missingValues": [""]}}]}
JSON
"$work/venv/bin/python" - <<'PYTHON' >seen
from frictionless import Package, validate

print("valid", validate("datapackage.json").valid)
try:
    Package("datapackage.json").index("sqlite:///a.db")
except Exception as error:
    print("index", type(error).__name__, "user-defined function raised exception" * ("user-defined" in str(error)))
else:
    print("index made")
PYTHON
cat seen
diff seen <(printf 'valid True\nindex OperationalError user-defined function raised exception\n')
