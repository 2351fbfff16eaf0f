"""Where a site is delivered to: what an address means."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from generator.delivery import site
from generator.delivery.releases import Releases
from generator.delivery.report import Progress, Report
from generator.delivery.rsync import Rsync, is_remote
from generator.errors import UsageError

_BUCKET = "s3://"


def publish(
    target: str, output: Path, keep: int, adopt: bool, dry: bool, endpoint: str | None, progress: Progress
) -> Report:
    """Delivers the site that lies in a folder."""
    _judge(target)
    new = site.built(output)
    if target.startswith(_BUCKET):
        if find_spec("obstore") is None:
            raise UsageError("发布到存储桶需要 obstore：运行 pip install 'wuyi[s3]'")
        from generator.delivery.bucket import Bucket

        return Bucket(target, endpoint).publish(output, new, adopt, dry, progress)
    place = Rsync(target) if is_remote(target) else Releases(Path(target))
    return place.publish(output, new, keep, adopt, dry, progress)


def rollback(target: str, number: int | None) -> int:
    """Lets readers see an earlier release; returns its number."""
    _judge(target)
    if target.startswith(_BUCKET):
        raise UsageError("存储桶里没有旧的版本：用旧的提交重新生成（git checkout、wuyi build），再发布一次")
    return (Rsync(target) if is_remote(target) else Releases(Path(target))).rollback(number)


def _judge(target: str) -> None:
    if not target.strip() or target.startswith("-"):
        raise UsageError(
            f"“{target}”不是发布的地方；写成文件夹、主机:文件夹、rsync://主机/模块/文件夹 或 s3://存储桶/文件夹"
        )
    if "://" in target and not target.startswith((_BUCKET, "rsync://", "ssh://")):
        raise UsageError(f"不能发布到“{target}”；可以是文件夹、主机:文件夹、ssh://、rsync:// 或 s3://")
