"""What ends a command, as sentences: what happened to which file, why, and what stands all the same."""

from __future__ import annotations

import errno
import os
import traceback
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Final

from generator.errors import AuditError, ClusterError, RegisterError, UnfinishedError

REASONS: Final = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "它或它的上级不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EXDEV: "不在同一个磁盘",
    errno.EBUSY: "正在使用中",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接互相指来指去",
    errno.ENOMEM: "内存不足",
}
# What a command that writes says of what it would have replaced or made; the others wrote nothing.
_STANDING: Final = {
    "build": "原来的网站没有被半途替换",
    "serve": "原来的网站没有被半途替换",
    "publish": "读者看到的没有被半途替换，排除原因后再发布一次，会接着做完",
    "sync": "本地的副本没有被半途替换",
    "init": "什么也没有写",
    "init-server": "什么也没有写",
    "hook": "没有接受这次推送",
    "add": "名录没有改动",
    "plaque": "称号牌没有全部写出",
    "renumber": "没有写完的表保持原样；排除这个原因，再运行一次，会接着改完",
    "record": "各表要么都写了，要么都没有写",
    "submit": "表格没有改动；提交了没有，看 git log -1",
    "log-key": "没有写出密钥",
    "template": "工作簿没有写完",
    "upgrade": "仓库里的文件没有改动",
}

_UNFINISHED: Final = "网站可能只换了一部分，新旧并存：排除这个原因，再运行一次 wuyi build，会接着换完"


def sentence(error: BaseException, command: str | None = None) -> str:
    """What is said of an error that ended a command: raised on purpose, of the machine, or of the program itself."""
    if isinstance(error, AuditError):
        return "编译出的网站没有通过核对，原来的网站没有改动：\n  " + "\n  ".join(error.problems[:20])
    if isinstance(error, UnfinishedError) and error.__cause__ is not None:
        return f"{_told(error.__cause__)}；{_UNFINISHED}"
    if isinstance(error, ClusterError) and error.__cause__ is not None:
        return f"{error}：{sentence(error.__cause__, command)}"
    if isinstance(error, RegisterError) and not isinstance(error, ClusterError):
        return str(error)
    standing = _STANDING.get(command or "")
    return _told(error) + (f"；{standing}" if standing else "")


def _told(error: BaseException) -> str:
    if isinstance(error, ClusterError):
        return str(error)
    if isinstance(error, OSError):
        reason = REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__
        paths = [os.fsdecode(path) for path in (error.filename, error.filename2) if isinstance(path, str | bytes)]
        return f"不能读写 {' → '.join(paths)}：{reason}" if paths else f"不能读写：{reason}"
    if isinstance(error, MemoryError):
        return "内存不足"
    if isinstance(error, BrokenExecutor):
        return "一个并行进程意外结束，多半是内存不足；可以加 --workers 1 再试"
    if isinstance(error, KeyboardInterrupt):
        return "已中断"
    return fault(error)


def fault(error: BaseException) -> str:
    """What is said where the program itself is at fault, with the line at which it came up."""
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        place = f"，{Path(frame.f_code.co_filename).name} 第 {line} 行"
    return f"程序出错（{type(error).__name__}：{error}{place}）；这是程序的毛病，请把这句话告诉维护的人"
