"""Scripts to be started with a double click, for people who do not know git: a list taken over, checked, shown, sent.

That of Windows is plain ASCII with its line ends: its shell reads what is not in the code page of the machine as it
likes. What people read comes from the commands themselves.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from generator.errors import UsageError
from generator.history import git

_SH: Final = """\
#!/bin/sh
# 双击，或把填好的表拖到这个文件上：接入、检查、说明改动、提交、推送。写、推送之前都会问。
here=$PWD
cd "$(dirname "$0")/{up}" || exit 1
wuyi=.venv/bin/wuyi
[ -x "$wuyi" ] || wuyi=wuyi
stop() {{ printf '\\n%s按回车关闭。' "$1"; read -r _; exit "$2"; }}
git fetch -q
if git merge-base --is-ancestor HEAD origin/main 2>/dev/null; then git switch -q main && git pull -q --ff-only; fi
for file in "$@"; do
  case $file in /*) ;; *) file=$here/$file ;; esac
  "$wuyi" import "$file" --county {code} --interactive || stop '没有做完。' 1
done
"$wuyi" check {code} || stop '没有做完：改好以后再来一次。' 1
"$wuyi" changes
"$wuyi" submit {code} || stop '没有做完。' 1
stop '做完了。' 0
"""
_BAT: Final = """\
@echo off
rem Double-click, or drop a filled-in workbook on this file: import, check, show, commit, push. It asks first.
rem pushd and not cd: a folder of another machine has no letter, and gets one for as long as this runs.
pushd "%~dp0{up}"
if errorlevel 1 goto stop
chcp 65001 >nul
set PYTHONUTF8=1
set "WUYI=.venv\\Scripts\\wuyi.exe"
if not exist "%WUYI%" set "WUYI=wuyi"
git fetch -q
git merge-base --is-ancestor HEAD origin/main 2>nul && git switch -q main && git pull -q --ff-only
:next
if "%~1"=="" goto check
"%WUYI%" import "%~f1" --county {code} --interactive
if errorlevel 1 goto stop
shift
goto next
:check
"%WUYI%" check {code}
if errorlevel 1 goto stop
"%WUYI%" changes
"%WUYI%" submit {code}
:stop
popd
pause
"""


def scripts(folder: Path, code: str) -> dict[str, bytes]:
    """The files by name, for a folder in a repository that they work on. Raises UsageError for another folder."""
    top = git.top(next(place for place in (folder, *folder.resolve().parents) if place.is_dir()))
    if top is None:
        raise UsageError(f"{folder} 不在 git 仓库里：脚本放在名录的仓库里，才知道要提交的是哪一个")
    up = os.path.relpath(top, folder.resolve())  # dots alone: plain ASCII, wherever the repository lies
    windows = _BAT.format(up=up.replace("/", "\\"), code=code).replace("\n", "\r\n")
    return {
        f"wuyi-{code}.sh": _SH.format(up=up.replace("\\", "/"), code=code).encode(),
        f"wuyi-{code}.bat": windows.encode("ascii"),
    }
