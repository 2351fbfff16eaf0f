#!/usr/bin/env bash
# MiniJinja 3.1.0 for Python, which renders templates of Jinja: a value that is a named tuple is a list to it, so that its
# fields are undefined, without an error, where Jinja finds them; and it escapes "/" as "&#x2f;", as no template of Jinja
# does. One would expect fields of any object to be found, as those of a dataclass are, and the five characters of HTML.
# Seen: an empty text for the field of a named tuple, and "a&#x2f;b" for "a/b". Way out: views as plain objects, and an
# escaping of one's own as finalizer, which costs more than Jinja takes for a page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check minijinja==3.1.0 jinja2==3.1.6
cd "$work"
"$work/venv/bin/python" - <<'PYTHON' >seen
from dataclasses import dataclass
from typing import NamedTuple

import jinja2
import minijinja


class Row(NamedTuple):
    name: str


@dataclass
class View:
    name: str


SOURCE = "{{ row.name }}|{{ view.name }}|{{ path }}|{{ sign }}"
VALUES = {"row": Row("x"), "view": View("y"), "path": "a/b", "sign": "<"}
print("jinja", jinja2.Environment(autoescape=True).from_string(SOURCE).render(**VALUES))
engine = minijinja.Environment(templates={"page.html": SOURCE})
print("minijinja", engine.render_template("page.html", **VALUES))
PYTHON
cat seen
diff seen - <<'SEEN'
jinja x|y|a/b|&lt;
minijinja |y|a&#x2f;b|&lt;
SEEN
