"""Learners for whom a code challenge is open, and the images that judge them."""

import shutil
from collections.abc import Iterator

import psycopg
import pytest

from progressive_flow_judge.build import build_images
from progressive_flow_judge.paths import IMAGE
from tests.support.api import Api, Caller
from tests.support.code_attempts import SLUG
from tests.support.learning import admit, beyond_policies


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let functions find the images."""
    if shutil.which("npm") is None:
        pytest.skip("Without npm there are no images.")
    build_images(IMAGE, print)
    monkeypatch.setenv("JUDGE_IMAGES", str(IMAGE))


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A world of its own, seen past every policy."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


@pytest.fixture
def admitted(api: Api, learner: Caller, world: psycopg.Connection, judge: None) -> Caller:
    """A learner for whom the challenge is open."""
    return admit(api, learner, SLUG)
