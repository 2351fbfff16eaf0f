"""Kinds of findings of signatures: who may write what, and whether they did."""

from __future__ import annotations

from typing import Final

from generator.findings.kind import Kind

_AGAIN: Final = "由管这里的人核对以后用自己的钥匙签名提交（git commit -S）；刚提交的，可以用 git commit --amend -S 补签"

KINDS: Final = (
    # ---- 67, 68: who may write what
    Kind(
        "E670",
        "{principal}的公钥{what}。",
        "重新复制：ssh-keygen 写的、以 .pub 结尾的文件里的那一行。没有合用的，运行 ssh-keygen -t ed25519 新建一把。"
        "收的种类：ssh-ed25519、ecdsa-sha2-nistp256 等、3072 位以上的 ssh-rsa、安全密钥的 sk-…。",
        "A key that is none, or of a kind that may not sign.",
    ),
    Kind(
        "E671",
        "这里写进了一把私钥。私钥谁也不能给：有了它，谁都可以冒名签名。",
        "删掉它，改写公钥（以 .pub 结尾的文件里的那一行）。这把钥匙不要再用：运行 ssh-keygen -t ed25519 新建一把。"
        "已经推送出去的，马上告诉维护名录的人，把它的公钥写成 revoked。",
        "A private key was pasted into the table; it is not quoted, and nothing of the table is read.",
    ),
    Kind(
        "E672",
        "{principal}和第 {row} 行的{other}在同一时间用同一把钥匙（{key}）：分不清是谁签的。",
        "每人一把钥匙：让其中一人运行 ssh-keygen -t ed25519 新建。是同一个持有者的，两行的 principal 写得一样。",
        "One key has two holders at the same time.",
    ),
    Kind(
        "E673",
        "到期时间 {value} 早于生效时间 {expected}：这把钥匙从来不算数。",
        "核对这两个时间；要马上作废的，把 role 写成 revoked。",
        "A key ends before it begins.",
    ),
    Kind(
        "W674",
        "{principal}管的 {value} 在 registers 里没有文件夹。",
        "核对代码；还没有建的，可以先写在这里。",
        "A key for a folder that is not there.",
    ),
    Kind(
        "E675",
        "site.json 要求签名（signing 是 {value}），authorities 表里现在能签名的 registry 持有者只有 {count} 个，"
        "改这张表至少要 {expected} 个：以后谁也改不了它。",
        "再加 county 写 registry、role 写 sign 的行，每个持有者一把钥匙；或者先把 signing 写成 none。",
        "Signatures are asked for, and the registry has fewer holders of keys than must sign a change of the table.",
    ),
    Kind(
        "E680",
        "提交 {commit} 没有签名{what}，它改了 {value}{more}。",
        f"{_AGAIN}。第一次签名，先照指南“给提交签名”设置好 git。",
        "A commit (or a merge with changes of its own) is not signed by a key of SSH.",
    ),
    Kind(
        "E681",
        "提交 {commit} 的签名核对不过：{what}。",
        f"{_AGAIN}。",
        "A signature does not belong to the commit, or was made for something else.",
    ),
    Kind(
        "E682",
        "提交 {commit} 是用一把没有登记的钥匙（{key}）签的，它改了 {value}{more}。",
        "用登记了的钥匙签名；新的钥匙，先请两位管理名录的人把公钥加进 data/authorities.csv。钥匙要在推送之前的表里："
        "和新钥匙一起推送的提交，不能由它来签。",
        "The key of a signature is not in authorities.csv as it was before.",
    ),
    Kind(
        "E683",
        "提交 {commit} 是{principal}签的，钥匙 {until} 已到期。",
        "请两位管理名录的人在 data/authorities.csv 里写新的到期时间，或者换一把钥匙；再重新签名提交。",
        "The key was past its end when the commit was received.",
    ),
    Kind(
        "E684",
        "提交 {commit} 是{principal}签的，钥匙从 {since} 起才算数，{now} 还不到。",
        "等到那时再签名提交；已经到了的，用 git commit --amend -S --reset-author 换成现在的时间。",
        "The key did not count yet when the commit was received, or by the commit's own time.",
    ),
    Kind(
        "E685",
        "提交 {commit} 是用{principal}作废了的钥匙（{key}）签的。",
        "用新的钥匙重新签名提交。没有签过它的，马上告诉维护名录的人：钥匙可能在别人手里。",
        "The key was revoked.",
    ),
    Kind(
        "E686",
        "提交 {commit} 是{principal}签的，他的钥匙{may}，不能改 {value}{more}。",
        "把不该由他改的从这次提交里去掉；确实要改的，由{expected}签名提交。",
        "The key is not one for this path: that of another county, or a county's for what belongs to the registry.",
    ),
    Kind(
        "E687",
        "提交 {commit} 改了 {value}{more}：{what}，谁也不能改。",
        "从这次提交里去掉它。",
        "A path that no rule names, a link, or another repository within this one.",
    ),
    Kind(
        "E688",
        "提交 {commit} 改了 {value}，要 {expected} 个人签名，现在是 {count} 个（{principal}）。",
        "在分支上提交并签名；再由另一位用自己的钥匙签名合并（git merge --no-ff -S 分支）。"
        "合并以后这个文件要和分支上签过名的一字不差。",
        "A path that several must sign was signed by fewer.",
    ),
    Kind(
        "E689",
        "提交 {commit} 写的时间 {value} 比收到的时间 {now} 晚。",
        "核对电脑的时钟，再运行 git commit --amend -S --reset-author 换成现在的时间。",
        "The time of a commit is ahead of that at which it was received.",
    ),
)
