"""What each commit changes by itself, and whose signature it really has.

A merge changes by itself what is not, path by path, what one of its parents made of what they had in common: a path
that both sides changed, or that goes back to what it was, is a decision of who merges, and needs a signature as any
other. (`git diff-tree -c` does not tell of the latter.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.history.signing import signature
from generator.history.signing.objects import Commit, Entry, Objects
from generator.history.signing.signature import NAMESPACE, Signature
from generator.register.keys import PublicKey


class Fact(NamedTuple):
    """A commit; what it changes by itself; and its signature: None for none, `is_good` where git said so."""

    commit: Commit
    own: Mapping[str, Entry]
    signature: Signature | None
    is_good: bool


def facts(objects: Objects, ids: Sequence[str]) -> list[Fact]:
    """The facts of some commits, in their order."""
    commits = objects.commits(ids)
    parents = objects.commits([parent for commit in commits.values() for parent in commit.parents])
    plain = [commit for commit in commits.values() if len(commit.parents) < 2]
    pairs = [(parents[commit.parents[0]].tree if commit.parents else objects.empty, commit.tree) for commit in plain]
    own = dict(zip((commit.id for commit in plain), objects.differences(pairs), strict=True))
    signatures: dict[str, Signature] = {}
    by_key: dict[PublicKey, list[str]] = defaultdict(list)
    for commit in commits.values():
        if len(commit.parents) > 1:
            own[commit.id] = of_merge(objects, commit, [parents[parent].tree for parent in commit.parents])
        if commit.armour is not None:
            read = signatures[commit.id] = signature.read(commit.armour)
            if read.key is not None and read.namespace == NAMESPACE:
                by_key[read.key].append(commit.id)
    good = objects.signed(by_key)
    return [Fact(commits[id_], own[id_], signatures.get(id_), id_ in good) for id_ in ids]


def of_merge(objects: Objects, merge: Commit, trees: Sequence[str]) -> dict[str, Entry]:
    """The paths that a merge made something of that no parent had made of what they had in common."""
    bases = [commit.tree for commit in objects.commits(objects.bases(merge.parents)).values()] or [objects.empty]
    asked = [(tree, merge.tree) for tree in trees] + [(base, tree) for tree in trees for base in bases]
    told = objects.differences(asked)
    differing, since = told[: len(trees)], told[len(trees) :]
    changed = [
        {path for each in since[place * len(bases) : (place + 1) * len(bases)] for path in each}
        for place in range(len(trees))
    ]
    own: dict[str, Entry] = {}
    for path in {path for each in differing for path in each}:
        others = [place for place, each in enumerate(differing) if path in each]
        # What the merge is not the same as had not changed; else somebody's change was dropped, or merged.
        if len(others) == len(trees) or any(path in changed[place] for place in others):
            own[path] = differing[others[0]][path]
    return own
