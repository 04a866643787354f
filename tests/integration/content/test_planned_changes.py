"""A plan reports what loading changed content would do, before it is done."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from progressive_flow.curriculum.versions.changes import describe
from progressive_flow.operations.reference_data import service
from progressive_flow_local.cli import content_authoring
from tests.support.loading import EVERYTHING, edit_challenge
from tests.support.scene import one


def harder(file: dict[str, Any]) -> None:
    file["levels"][1]["xp_reward"] += 1
    file["levels"][1]["rates"]["follow"] = 12_001
    file["title"] = "Shorter links"


def test_a_plan_reports_what_applying_does_and_changes_nothing(catalogue: psycopg.Connection, root: Path) -> None:
    edit_challenge(root, "url-shortener", harder)
    before = one(catalogue, EVERYTHING)
    planned = service.plan(root)
    assert one(catalogue, EVERYTHING) == before
    assert [tuple(challenge) for challenge in planned.challenges] == [
        ("url-shortener", "changed", 2, ["title", "level 2 (requirements, xp reward)"]),
    ]
    applied = service.apply(root)
    assert applied == planned
    assert one(catalogue, EVERYTHING) != before
    assert list(describe(service.apply(root))) == ["nothing changes"]


def test_the_commands_print_the_same_summary(
    catalogue: psycopg.Connection, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit_challenge(root, "url-shortener", harder)
    monkeypatch.setattr(service, "content_root", lambda: root)
    content_authoring.plan()
    planned = capsys.readouterr().out
    assert "changed url-shortener, version 2: title, level 2 (requirements, xp reward)\n" in planned
    content_authoring.apply()
    assert capsys.readouterr().out == planned
    content_authoring.plan()
    assert capsys.readouterr().out == "nothing changes\n"
