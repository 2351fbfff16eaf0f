"""Where a merge is asked for, by the address of the remote."""

from __future__ import annotations

import pytest

from generator.staff.submitting import merge_address

GITHUB = "https://github.com/office/register/compare/main...batch-15?expand=1"
GITLAB = (
    "https://gitlab.example/a/b/register/-/merge_requests/new"
    "?merge_request%5Bsource_branch%5D=batch-15&merge_request%5Btarget_branch%5D=main"
)
GITEE = "https://gitee.com/office/register/pull/new/office:batch-15...office:main"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/office/register.git", GITHUB),
        ("https://github.com/office/register", GITHUB),
        ("git@github.com:office/register.git", GITHUB),
        ("ssh://git@github.com/office/register.git", GITHUB),
        ("ssh://git@gitlab.example:2222/a/b/register.git", GITLAB),
        ("https://gitlab.example/a/b/register.git/", GITLAB),
        ("https://gitee.com/office/register.git", GITEE),
        ("git@gitee.com:office/register.git", GITEE),
        ("https://code.example/office/register.git", None),
        ("/srv/register.git", None),
        ("C:\\register.git", None),
    ],
)
def test_the_address_of_a_merge_request(address: str, expected: str | None) -> None:
    """Each form of an address, of each kind of server."""
    assert merge_address(address, "batch-15", "main") == expected


def test_a_branch_with_signs_of_its_own() -> None:
    """It is written so that the address holds."""
    assert merge_address("https://github.com/a/b", "批次/15&x", "main") == (
        "https://github.com/a/b/compare/main...%E6%89%B9%E6%AC%A1/15%26x?expand=1"
    )
