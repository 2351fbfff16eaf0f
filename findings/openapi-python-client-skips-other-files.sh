#!/usr/bin/env bash
# openapi-python-client 0.29.1: a response whose schema is a reference to another file (`$ref: "a.json"`, which OpenAPI 3.1
# allows) is left out: the command warns and exits 0, and the client that it makes gives None for an answer of 200.
# One would expect the file to be read, or an error. Seen: "exit 0" and "parsed None". Way out: components in one file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
cd "$work"
echo '{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}' >a.json
cat >openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {"/b.json": {"get": {"operationId": "b",
  "responses": {"200": {"description": "b", "content": {"application/json": {"schema": {"$ref": "a.json"}}}}}}}}}
JSON
echo 'post_hooks: []' >settings.yaml
status=0
venv/bin/openapi-python-client generate --path openapi.json --config settings.yaml --meta none --output-path client \
  >said 2>&1 || status=$?
venv/bin/python - >parsed <<'PYTHON'
import httpx

from client import Client
from client.api.default import b

client = Client(base_url="http://a")
answer = httpx.Response(200, json={"name": "x"})
print("parsed", b._build_response(client=client, response=answer).parsed)
PYTHON
{ echo "exit $status"; cat parsed; } | tee seen
diff seen <(printf 'exit 0\nparsed None\n')
