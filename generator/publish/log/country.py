"""What the site says of its log beside the tiles: the checkpoint of the country, and the keys that readers need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator import urls
from generator.publish.artifact import Artifact, text
from generator.publish.handover.country import Country
from generator.transparency.checkpoint import Signer

_SIGNED = (
    "# 核对日志的公钥，每行一个：名称+编号+Base64（https://c2sp.org/signed-note）。这是全国日志的。",
    "# 各区县的日志用同一把密钥签名，名称是它自己的来源（全国的来源/区县代码），编号随名称而不同。",
    "# 第一次请和从网站以外得到的（提交历史、公告）核对。",
)
_UNSIGNED = ("# 未签名：生成网站时没有给出密钥，日志的检查点上没有签名。",)


def artifacts(country: Country, checkpoint: str, signers: Sequence[Signer]) -> Iterator[Artifact]:
    """The checkpoint, as it was signed or not, and the list of keys."""
    yield text(urls.checkpoint(), checkpoint)
    keys = [signer.verifier(country.log.origin).format() for signer in signers]
    yield text(urls.LOG_KEYS, "\n".join([*(_SIGNED if keys else _UNSIGNED), *keys, ""]))
