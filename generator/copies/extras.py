"""What may lie in a copy beside what is published: marks that repositories, static hosts and desktops leave."""

from __future__ import annotations

from typing import Final

from generator import urls

# Files at the top: what a repository of pages has, and what tells a host how to serve them.
TOP: Final = frozenset(
    {
        "README.md", "LICENSE", ".nojekyll", ".gitkeep", ".gitignore", ".gitattributes", ".gitlab-ci.yml", "CNAME",
        ".domains", ".git", "_redirects", "_routes.json", "netlify.toml", ".htaccess",
    }
)  # fmt: skip
# Folders at the top: a repository with its workflows, what proves to others whose a host is, and what a publication
# keeps in a bucket while it lasts.
TOP_FOLDERS: Final = (".git/", ".github/", ".well-known/", ".wuyi/")
# Anywhere: what file managers write without being asked.
ANYWHERE: Final = frozenset({".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", ".directory"})
_APPLE_DOUBLE: Final = "._"
# Published files that hosts read themselves, and need not hand out.
HIDDEN: Final = frozenset({urls.HEADERS})


def is_mark(path: str) -> bool:
    """True for a file that no register has, and that says nothing about one."""
    name = path.rpartition("/")[2]
    return path in TOP or path.startswith(TOP_FOLDERS) or name in ANYWHERE or name.startswith(_APPLE_DOUBLE)
