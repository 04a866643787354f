"""A developer can follow the how-to guides: a copy of the checkout does, and nothing else has to be edited for its checks.

The guides are followed in order, since the endpoint and the job use the table.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from progressive_flow_local import postgres
from tests.support.guides import GUIDES, Copy, read

# How many files may be touched, generated pages included.
BARS = {"add-a-table.md": 4, "add-an-endpoint.md": 6, "add-a-scheduled-job.md": 6, "add-a-consumer.md": 5}
STATED = re.compile(r"^\*\*Files touched: (\d+)\.\*\*", re.MULTILINE)
PAGES = [page.name for page in sorted(GUIDES.glob("add-*.md"))]

pytestmark = pytest.mark.long


class Followed(NamedTuple):
    """The copy that followed the guides, and the files that each of them touched."""

    checkout: Copy
    touched: dict[str, set[str]]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """Follow each guide once."""
    checkout = Copy(tmp_path_factory.mktemp("guides"))
    yield Followed(checkout, {page: checkout.follow(page) for page in BARS})
    server = postgres.attach(checkout.servers / "postgres")
    if server:
        server.stop()


@pytest.mark.parametrize("page", BARS)
def test_a_guide_touches_as_many_files_as_it_says(followed: Followed, page: str) -> None:
    (stated,) = STATED.findall((GUIDES / page).read_text())
    assert len(followed.touched[page]) == int(stated) <= BARS[page], followed.touched[page]
    assert {shown.path for shown in read(page) if shown.language != "sh"} <= followed.touched[page]


@pytest.mark.parametrize("page", BARS)
def test_the_tests_that_a_guide_names_pass(followed: Followed, page: str) -> None:
    followed.checkout.check(page)


def test_a_step_that_is_left_out_fails_the_tests_that_the_guide_names(followed: Followed) -> None:
    case = followed.checkout.root / "tests" / "cases" / "gamification" / "list_my_badges.py"
    text = case.read_text()
    case.unlink()
    with pytest.raises(AssertionError, match="list_my_badges"):
        followed.checkout.run(
            "-m", "pytest", "-q", "--show-capture=no", "-p", "no:cacheprovider", "tests/test_cases.py"
        )
    case.write_text(text)


def test_the_files_pass_the_linters(followed: Followed) -> None:
    touched = sorted(set[str]().union(*followed.touched.values()))
    python = [path for path in touched if path.endswith(".py")]
    sql = [path for path in touched if path.endswith(".sql")]
    followed.checkout.run("-m", "ruff", "check", "--no-cache", *python)
    followed.checkout.run("-m", "ruff", "format", "--no-cache", "--check", *python)
    followed.checkout.run("-m", "sqlfluff", "lint", "--disable-progress-bar", *sql)
    followed.checkout.run("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())")


@pytest.mark.parametrize("page", PAGES)
def test_the_guides_name_folders_that_exist(page: str) -> None:
    text = (GUIDES / page).read_text()
    named = {
        path.rpartition("/")[0] for path in re.findall(r"`((?:functions|infra|layers|sql|tests|docs)/[\w./-]+)`", text)
    }
    assert named
    root = Path(GUIDES.parents[1])
    assert [folder for folder in sorted(named) if not (root / folder).is_dir()] == []
