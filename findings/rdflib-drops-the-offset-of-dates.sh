#!/usr/bin/env bash
# rdflib 7.6.0: an xsd:date with an offset ("2022-11-26+08:00", which XML Schema allows and which is another day than
# one in UTC) has lost the offset once it is read, and is written without it; the two are one literal then. Offsets of
# an xsd:dateTime are kept. One would expect the lexical form to be kept, or at most another spelling of the same value.
# Seen: "2022-11-26"^^xsd:date. Way out: rdflib.NORMALIZE_LITERALS = False before parsing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check rdflib==7.6.0
cd "$work"
venv/bin/python - <<'PYTHON' >seen
import json

import rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
TIMES = {"date": ["2022-11-26", "2022-11-26+08:00"], "dateTime": ["2022-11-26T16:00:00+08:00"]}
document = {
    "@id": "https://a.example/", "@type": "http://www.w3.org/ns/dcat#Dataset",
    "http://purl.org/dc/terms/date": [{"@type": XSD + kind, "@value": time} for kind in TIMES for time in TIMES[kind]],
}
for normal in (True, False):
    rdflib.NORMALIZE_LITERALS = normal
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    print(normal, *sorted(graph.objects(predicate=rdflib.DCTERMS.date)))
PYTHON
cat seen
diff seen - <<'SEEN'
True 2022-11-26 2022-11-26T16:00:00+08:00
False 2022-11-26 2022-11-26+08:00 2022-11-26T16:00:00+08:00
SEEN
