#!/usr/bin/env bash
# rss-parser 4.4.1: what stands in an Atom entry as XHTML (RFC 4287, section 3.1.1.3) comes as a dictionary in which the
# words around a link are run together and the link stands apart: where it was in the sentence cannot be found again.
# One would expect the markup, as for type="html", or the text in its order.
# Seen: {'a': ..., '#text': '自起恢复'} for 自<a>公告</a>起恢复. Way out: publish type="html", which stays one text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check rss-parser==4.4.1
cd "$work"
venv/bin/python - <<'PYTHON' >seen
from rss_parser import AtomParser

ENTRY = """<feed xmlns="http://www.w3.org/2005/Atom"><id>a:a</id><title>a</title>
<updated>2022-11-26T16:00:00+08:00</updated>
<author><name>a</name></author><entry><id>a:b</id><title>b</title><updated>2022-11-26T16:00:00+08:00</updated>
<content type="{}">{}</content></entry></feed>"""
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml"><p>自<a href="https://a.example/">公告</a>起恢复</p></div>'
for kind, content in (("html", XHTML.replace("<", "&lt;")), ("xhtml", XHTML)):
    read = AtomParser.parse(ENTRY.format(kind, content)).feed.entries[0].content.content.content
    print(kind, read if isinstance(read, str) else read["div"]["p"])
PYTHON
cat seen
diff seen - <<'SEEN'
html <div xmlns="http://www.w3.org/1999/xhtml"><p>自<a href="https://a.example/">公告</a>起恢复</p></div>
xhtml {'a': {'@href': 'https://a.example/', '#text': '公告'}, '#text': '自起恢复'}
SEEN
