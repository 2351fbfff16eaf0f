"""Checkpoints, their signatures and proofs: who holds the key believes them, and nothing that was altered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import LogError, UsageError
from generator.transparency import checkpoint, keys, leaf, note, proof
from generator.transparency.checkpoint import Checkpoint
from generator.transparency.keys import ED25519, ML_DSA_44, PrivateKey
from generator.transparency.note import Note, Signature
from generator.transparency.proof import Proof
from tests.support.logs import entry, tree

ORIGIN = "register.example/990101"
KEY = PrivateKey(ED25519, bytes(range(32)))
POST_QUANTUM = PrivateKey(ML_DSA_44, bytes(range(32)))
STRANGER = PrivateKey(ED25519, bytes(32))
TREE = tree(100)
CHECKPOINT = Checkpoint(ORIGIN, 100, TREE.root())
SIGNED = checkpoint.published(CHECKPOINT, [KEY, POST_QUANTUM])
# The example of the specification of notes.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_the_example_of_the_specification_is_verified() -> None:
    """Its key is read, written again sign for sign, and signed that note."""
    key = keys.parse_verifier(EXAMPLE_KEY)
    assert key.format() == EXAMPLE_KEY
    assert note.verified(note.parse(EXAMPLE), [key]) == [key]
    assert note.parse(EXAMPLE).format() == EXAMPLE
    with pytest.raises(LogError, match="签名"):
        note.verified(note.parse(EXAMPLE.replace("example message", "example massage")), [key])


def test_a_checkpoint_is_signed_by_both_kinds_of_key() -> None:
    """Each key by itself makes it believed, under the name of the log; a stranger's does not."""
    for key in (KEY, POST_QUANTUM):
        assert checkpoint.verified(SIGNED, [key.verifier(ORIGIN)], ORIGIN) == CHECKPOINT
    assert SIGNED.startswith(f"{ORIGIN}\n100\n")
    assert SIGNED.count(f"— {ORIGIN} ") == 2
    for wrong in ([STRANGER.verifier(ORIGIN)], [KEY.verifier("register.example")], []):
        with pytest.raises(LogError, match="没有这个密钥的签名"):
            checkpoint.verified(SIGNED, wrong)
    with pytest.raises(LogError, match=r"不是“register\.example/990102”"):
        checkpoint.verified(SIGNED, [KEY.verifier(ORIGIN)], "register.example/990102")


def test_lines_of_other_keys_are_passed_over() -> None:
    """A witness's line, or one of a kind that nobody knows yet, changes nothing; a second one of a known key does."""
    witness = Signature("witness.example/w1", b"abcd", b"anything at all").line()
    assert checkpoint.verified(SIGNED + witness, [KEY.verifier(ORIGIN)]) == CHECKPOINT
    again = KEY.sign(ORIGIN, CHECKPOINT.text()).line()
    with pytest.raises(LogError, match="的签名"):
        checkpoint.verified(SIGNED + again, [KEY.verifier(ORIGIN)])


def test_a_checkpoint_without_a_key_is_unsigned() -> None:
    """It can be read, and nobody believes it."""
    unsigned = checkpoint.published(CHECKPOINT, [])
    assert checkpoint.parse(unsigned) == (CHECKPOINT, Note(CHECKPOINT.text()))
    with pytest.raises(LogError, match="没有这个密钥的签名"):
        checkpoint.verified(unsigned, [KEY.verifier(ORIGIN)])


def test_the_same_text_keeps_its_signatures() -> None:
    """ML-DSA signs the same text by other bytes each time: what stands is kept where it is right, and made anew where
    the text, or the key, is another one."""
    _, before = checkpoint.parse(SIGNED)
    assert checkpoint.published(CHECKPOINT, [KEY, POST_QUANTUM], before) == SIGNED
    grown = CHECKPOINT._replace(size=101)
    assert checkpoint.parse(checkpoint.published(grown, [KEY], before))[1].signatures[0] != before.signatures[0]
    broken = before._replace(signatures=tuple(line._replace(value=b"wrong") for line in before.signatures))
    again = checkpoint.published(CHECKPOINT, [KEY, POST_QUANTUM], broken)
    assert checkpoint.verified(again, [POST_QUANTUM.verifier(ORIGIN)]) == CHECKPOINT
    assert checkpoint.parse(checkpoint.published(CHECKPOINT, [STRANGER], before))[1].signatures[0].value != b"wrong"


@given(st.integers(0, len(SIGNED.encode()) * 8 - 1))
def test_a_checkpoint_with_one_other_bit_is_never_believed_to_be_another(bit: int) -> None:
    """It is refused, or (where the bit lies in the line of the other key) still says the same."""
    content = bytearray(SIGNED.encode())
    content[bit // 8] ^= 1 << bit % 8
    try:
        told: Checkpoint | None = checkpoint.verified(bytes(content), [KEY.verifier(ORIGIN)])
    except LogError:
        told = None
    assert told in (None, CHECKPOINT)


@given(st.integers(0, len(SIGNED.partition("\n\n")[0]) * 8 - 1))
def test_no_bit_of_the_text_can_be_another(bit: int) -> None:
    """Whatever bit of the three lines is another, the checkpoint is refused."""
    content = bytearray(SIGNED.encode())
    content[bit // 8] ^= 1 << bit % 8
    for key in (KEY, POST_QUANTUM):
        with pytest.raises(LogError):
            checkpoint.verified(bytes(content), [key.verifier(ORIGIN)])


@pytest.mark.parametrize(
    "wrong",
    [
        "", "\n", "no note", f"{ORIGIN}\n100\n\n", f"{ORIGIN}\n0100\n{'A' * 43}=\n\n", f"{ORIGIN}\n-1\n{'A' * 43}=\n\n",
        f"{ORIGIN}\n1\nAAAA\n\n", f"a b\n1\n{'A' * 43}=\n\n", f"{ORIGIN}\n1\n{'A' * 42}B=\n\n", SIGNED[:-1],
        SIGNED.replace("\n", "\r\n"), SIGNED + "— nobody\n", SIGNED + "\x00\n", f"{ORIGIN}\n1\n{'é' * 43}=\n\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(wrong: str) -> None:
    """In a sentence of this program, never by chance."""
    with pytest.raises(LogError):
        checkpoint.parse(wrong)


@pytest.mark.parametrize("line", ["é" * 43, "AAAA", "\ud800"])
def test_what_is_no_hash_is_no_proof(line: str) -> None:
    """Whatever stands in its place, a sign that is not ASCII too."""
    with pytest.raises(LogError):
        proof.parse(f"{proof.HEAD}\nindex 0\n{line}\n\n{SIGNED}")


def test_half_a_character_is_no_row() -> None:
    """JSON can write it, and no log can hold it."""
    assert leaf.parsed(b'{"area_name":"\\ud800"}') is None


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Nothing but a LogError comes of what a hostile publisher may send; what is read comes back the same."""
    for read in (checkpoint.parse, note.parse, proof.parse):
        with suppress(LogError):
            read(content)
    with suppress(LogError):
        assert note.parse(content).format().encode() == content


def test_private_keys_are_kept_and_shown_to_nobody(tmp_path: Path) -> None:
    """One that was written can be read again, by its owner alone, and is never overwritten; its seed is in no text."""
    path = tmp_path / "key"
    keys.save(KEY, "register.example", path)
    assert keys.load(str(path)) == keys.load(path.read_text(encoding="utf-8")) == KEY
    assert path.stat().st_mode & 0o077 == 0
    assert "seed" not in repr(KEY)
    with pytest.raises(UsageError, match="没有覆盖"):
        keys.save(STRANGER, "register.example", path)
    with pytest.raises(UsageError, match="不能读取"):
        keys.load(str(tmp_path / "none"))


def test_a_private_key_within_the_repository_is_refused(tmp_path: Path) -> None:
    """Also one that a link leads to; and what was altered is no key."""
    outside, inside = tmp_path / "key", tmp_path / "repository"
    inside.mkdir()
    keys.save(KEY, "register.example", outside)
    (inside / "key").write_text(outside.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "link").symlink_to(inside / "key")
    for path in (inside / "key", tmp_path / "link"):
        with pytest.raises(UsageError, match="可能随仓库或网站公开"):
            keys.load(str(path), inside)
    with pytest.raises(UsageError, match="放在仓库以外"):
        keys.save(KEY, "register.example", inside / "other", inside)
    text = KEY.format("register.example")
    for wrong in ("", "PRIVATE+KEY+", text[:-4], text.replace("register", "renister"), "PRIVATE+KEY+a+b+c"):
        with pytest.raises(UsageError, match="私钥"):
            keys.parse_private(wrong)


@pytest.mark.parametrize("key", [KEY, POST_QUANTUM])
def test_public_keys_come_back_as_they_were_given(key: PrivateKey) -> None:
    """From a list with words for people between; the same key has another id in another log."""
    given_ = key.verifier(ORIGIN)
    assert keys.parse_verifiers(f"# words\n\n{given_.format()}\n") == [given_]
    assert given_.named("register.example") == key.verifier("register.example")
    assert given_.named("register.example").key_id != given_.key_id
    for wrong in (given_.format()[:-3], given_.format().replace("990101", "990102"), "a+b", "a b+00000000+AQ=="):
        with pytest.raises(LogError, match="公钥"):
            keys.parse_verifier(wrong)


def test_a_proof_holds_by_itself() -> None:
    """It comes back from its file, is believed for its own entry, and for no other."""
    made = Proof(7, tuple(TREE.inclusion(7)), SIGNED, b"anything")
    assert proof.parse(made.format()) == made
    keys_ = [KEY.verifier(ORIGIN)]
    hash_ = TREE.rows[0][7]
    assert proof.verified(proof.parse(made.format()), hash_, keys_, ORIGIN) == CHECKPOINT
    for wrong in (replace(made, index=8), replace(made, hashes=made.hashes[1:])):
        with pytest.raises(LogError, match="不在检查点里"):
            proof.verified(wrong, hash_, keys_)
    unsigned = replace(made, checkpoint=checkpoint.published(CHECKPOINT, []))
    assert proof.verified(unsigned, hash_, []) == CHECKPOINT
    with pytest.raises(LogError, match="没有这个密钥的签名"):
        proof.verified(unsigned, hash_, keys_)
    for text in ("", "c2sp.org/tlog-proof@v1\n\n", made.format().replace("index 7", "index 07"), "x" + made.format()):
        with pytest.raises(LogError):
            proof.parse(text)


ROWS = st.lists(st.text(max_size=20).filter(lambda text: text.isprintable() or "\n" in text), min_size=3, max_size=3)


@given(ROWS)
def test_a_row_has_one_form(cells: list[str]) -> None:
    """However it is made, and whatever stands in it, it is the same, and comes back."""
    columns = ["sequence", "area_name", "event"]
    row = dict(zip(columns, cells, strict=True))
    made = leaf.former(columns)(cells)
    assert made == leaf.canonical(row)
    assert leaf.parsed(made) == {column: cell for column, cell in row.items() if cell}
    assert leaf.parsed(b" " + made) is None
    assert leaf.parsed(entry(1)) is None
