#!/usr/bin/env bash
# fastfeedparser 0.6.5: an RSS item without pubDate gets a day of publication that is made of its guid, if that can be
# read as a date: "990101-000001" (a division code and a number) as a second of 1999, "990113-000012" as one two weeks
# later. And an address as guid that says isPermaLink="false" becomes the link of the item. One would expect no day, and
# no link, as in feedparser: both are optional in RSS 2.0, and a guid is an opaque string.
# Seen: "1999-01-01T00:00:01+00:00". Way out: give each item pubDate and link, and a guid that is a tag: or urn:
# address.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check fastfeedparser==0.6.5 feedparser==6.0.14
cd "$work"
venv/bin/python - <<'PYTHON' >seen
import fastfeedparser
import feedparser

FEED = """<rss version="2.0"><channel><title>a</title><link>https://a.example/</link><description>a</description>
<item><title>a</title><guid isPermaLink="false">{}</guid></item></channel></rss>"""
for guid in ("990101-000001", "990113-000012", "tag:a.example,2022:990101-000001", "https://a.example/990101#1"):
    print(guid)
    for parser in (feedparser, fastfeedparser):
        entry = parser.parse(FEED.format(guid)).entries[0]
        print(f"  {parser.__name__}: published {entry.get('published')}, link {entry.get('link')}")
PYTHON
cat seen
diff seen - <<'SEEN'
990101-000001
  feedparser: published None, link None
  fastfeedparser: published 1999-01-01T00:00:01+00:00, link None
990113-000012
  feedparser: published None, link None
  fastfeedparser: published 1999-01-13T00:00:12+00:00, link None
tag:a.example,2022:990101-000001
  feedparser: published None, link None
  fastfeedparser: published None, link None
https://a.example/990101#1
  feedparser: published None, link None
  fastfeedparser: published None, link https://a.example/990101#1
SEEN
