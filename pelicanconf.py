"""For authors: `.venv/bin/pelican -s pelicanconf.py --autoreload` shows what stands in content/ alone, in .preview/.

Totals and the register's pages are not there: links to them lead nowhere in this preview.
"""

import json
from pathlib import Path

from generator import urls
from generator.prose import plugin
from generator.prose.filling import Filling, Told
from generator.prose.settings import settings
from generator.publish.rollup.totals import NAMED
from generator.reading.pictures import FOLDER, sound
from generator.register.model import SiteSettings

_ROOT = Path(__file__).resolve().parent
_SITE = SiteSettings(**json.loads((_ROOT / "data" / "site.json").read_text(encoding="utf-8")))

if not plugin.FRAME:
    _TOLD = Told(dict.fromkeys(NAMED, "…"), "预览", "", {"tables": lambda page: "<p>…</p>"})
    plugin.FRAME.append(
        plugin.Frame(Filling(_SITE, dict.fromkeys(urls.LANGUAGES, _TOLD), (), sound(_ROOT / "content")))
    )
globals().update(settings(_ROOT / "content", _ROOT / ".preview", "http://127.0.0.1:8000"))
STATIC_PATHS = [FOLDER]
THEME_STATIC_PATHS, THEME_STATIC_DIR = ["static"], "static"
