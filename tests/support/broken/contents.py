"""Files of which the bytes are not as they were: another encoding, an accident of a disk, of git or of an editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.support.broken.folders import Entry, chosen, replaced

_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"


def broken(random: Random, files: Mapping[str, Entry]) -> tuple[str, Mapping[str, Entry]] | None:
    """One fault in the bytes of one file, whatever it is."""
    path = chosen(random, files, lambda name: True)
    if path is None:
        return None
    content = files[path]
    assert isinstance(content, bytes)
    change = random.choice(_CHANGES)
    return f"{path}: {change.__name__.replace('_', ' ')}", replaced(files, path, change(random, content))


def cut_off(random: Random, content: bytes) -> bytes:
    """The file ends in the middle of something, or at nothing."""
    return content[: random.choice((0, 1, random.randrange(len(content) + 1), len(content) - 1))]


def bytes_put_in(random: Random, content: bytes) -> bytes:
    """Some bytes stand where others stood."""
    at = random.randrange(len(content) + 1)
    return content[:at] + random.randbytes(random.randint(1, 4)) + content[at + random.choice((0, 1, 40)) :]


def bit_flipped(random: Random, content: bytes) -> bytes:
    """One bit of one byte."""
    at = random.randrange(max(len(content), 1))
    return content[:at] + bytes(each ^ (1 << random.randrange(8)) for each in content[at : at + 1]) + content[at + 1 :]


def part_taken_out(random: Random, content: bytes) -> bytes:
    """A piece is missing."""
    at = random.randrange(len(content) + 1)
    return content[:at] + content[at + random.choice((1, 10, 1000)) :]


def another_encoding(random: Random, content: bytes) -> bytes:
    """As other programs save it."""
    encoding = random.choice(
        ("gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "big5", "utf-7")
    )
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def read_wrongly(_random: Random, content: bytes) -> bytes:
    """UTF-8 that was taken for another encoding, and saved as UTF-8."""
    return content.decode("gb18030", "replace").encode("utf-8", "replace")


def marks_of_order(random: Random, content: bytes) -> bytes:
    """A mark of the byte order: one, two, or one in the middle."""
    mark = b"\xef\xbb\xbf"
    return random.choice((mark + content, mark + mark + content, content.replace(b"\n", b"\n" + mark, 1)))


def other_line_ends(random: Random, content: bytes) -> bytes:
    """The ends of lines of another system, mixed, none, or characters that some take for one."""
    end = random.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b" \n", b"", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8"))
    return content.replace(b"\n", end, random.choice((-1, 1)))


def zeros(random: Random, content: bytes) -> bytes:
    """Zeros, as a disk leaves them after a power cut."""
    at = random.randrange(len(content) + 1)
    number = random.choice((1, 3, 512, len(content)))
    return random.choice(
        (content[:at] + b"\0" * number + content[at + number :], b"\0" * number, content + b"\0" * number)
    )


def unresolved(random: Random, content: bytes) -> bytes:
    """A merge that nobody has resolved."""
    lines = content.split(b"\n")
    at = random.randrange(len(lines))
    mark = [b"<<<<<<< HEAD", *lines[at : at + 1], b"=======", *lines[at : at + 1], b">>>>>>> origin/main"]
    return b"\n".join([*lines[:at], *mark, *lines[at + 1 :]])


def something_else(random: Random, content: bytes) -> bytes:
    """What is no such file at all: a pointer, a workbook, a page, a picture, noise, nothing but blanks."""
    return random.choice(
        (
            b"", b"\n", b" ", b"\n" * 50, b"\xef\xbb\xbf", _POINTER, b"PK\x03\x04" + content,
            b"<html><body>404</body></html>",
            b"\x89PNG\r\n\x1a\n" + content, b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", random.randbytes(500),
            b"\x1f\x8b\x08" + content[:50], b"sep=;\n" + content,
        )
    )  # fmt: skip


def very_long(random: Random, content: bytes) -> bytes:
    """A line, or a file, longer than anybody writes."""
    piece = random.choice((b"x", b",", b'"', b"[", b"\n", "字".encode()))
    return content + piece * random.choice((20_000, 200_000))


def twice(_random: Random, content: bytes) -> bytes:
    """The whole file two times, as `cat` makes it."""
    return content + content


def line_altered(random: Random, content: bytes) -> bytes:
    """A line with something at its end or its beginning."""
    lines = content.split(b"\n")
    at = random.randrange(len(lines))
    piece = random.choice(
        (b",", b",,,,", b'"', b"'", b" ", b"\t", b";", b"\\", b"#", b"{", b'"x"y"', b"\r", b"\xff", b"_x000D_")
    )
    lines[at] = random.choice((lines[at] + piece, piece + lines[at]))
    return b"\n".join(lines)


_CHANGES: tuple[Callable[[Random, bytes], bytes], ...] = (
    cut_off, cut_off, bytes_put_in, bytes_put_in, bit_flipped, bit_flipped, part_taken_out, another_encoding,
    read_wrongly,
    marks_of_order, other_line_ends, zeros, unresolved, something_else, very_long, twice, line_altered, line_altered,
)  # fmt: skip
