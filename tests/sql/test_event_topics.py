"""Every topic that is written has a model, every model a writer, and the reference page shows both."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import registry
from progressive_flow.operations.migrations.files import sql_root
from progressive_flow_local.cli import app
from progressive_flow_local.cli.event_reference import page
from progressive_flow_local.cli.event_reference.topics import Topic, topics, writers
from tests.sql.test_layers import PACKAGES

PAGE = paths.root() / "docs" / "reference" / "events.md"
TOPICS = topics()


def test_the_topics_that_are_written_are_those_that_have_a_model() -> None:
    assert writers(sql_root(), registry.events()).keys() == registry.events().keys()


def test_a_topic_without_a_model_is_found(tmp_path: Path) -> None:
    file = tmp_path / "schemas/progress/levels/functions/f.sql"
    file.parent.mkdir(parents=True)
    file.write_text("insert into platform.outbox (topic) -- 'a.comment'\nvalues ('level.opened'); select 'x.y';")
    assert writers(tmp_path, {}) == {"level.opened": ["progress.f"]}


def test_only_functions_write_to_the_outbox() -> None:
    insert = "insert into platform.outbox"
    elsewhere = [
        file for file in sql_root().rglob("*.sql") if insert in file.read_text() and "functions" not in file.parts
    ]
    layers = [file for file in (paths.root() / "layers/shared").rglob("*.py") if insert in file.read_text()]
    assert elsewhere + layers == []


def described(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schema and the schemas of its nested models."""
    return [schema, *schema.get("$defs", {}).values()]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_model_and_field_is_described(topic: Topic) -> None:
    for schema in described(page.schema(topic)):
        assert schema["description"]
        assert [name for name, field in schema["properties"].items() if not field.get("description")] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_model_belongs_to_a_domain_at_or_below_its_writers(topic: Topic) -> None:
    """So that every domain that may learn of an event may import its model."""
    owner = topic.model.__module__.split(".")[1]
    ranks = [PACKAGES[name.removeprefix("progressive_flow.").split(".")[0]] for name in topic.writers]
    assert ranks
    assert min(ranks) >= PACKAGES[owner]


def test_the_page_describes_the_events() -> None:
    assert PAGE.read_text() == page.render(TOPICS), "run progressive-flow events describe"


def test_the_command_prints_the_schema_of_each_topic() -> None:
    result = CliRunner().invoke(app, ["events", "schemas"])
    assert result.exit_code == 0
    assert '"$id": "urn:progressive-flow:event:attempt.graded"' in result.stdout
    assert all(f'"{topic}": {{' in result.stdout for topic in registry.events())


def test_the_command_finds_and_fixes_a_page_that_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs/reference").mkdir(parents=True)
    copy = tmp_path / "docs/reference/events.md"
    monkeypatch.setattr("progressive_flow_local.cli.event_reference.topics.topics", lambda: TOPICS)
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    run = CliRunner().invoke
    assert run(app, ["events", "describe", "--check"]).exit_code == 1
    assert run(app, ["events", "describe"]).exit_code == 0
    assert copy.read_text() == PAGE.read_text()
    assert run(app, ["events", "describe", "--check"]).exit_code == 0
