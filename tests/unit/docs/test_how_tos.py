"""A developer can follow the how-to guides: their code declares what they say, and their SQL satisfies the schema's rules."""

import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from uuid import UUID, uuid4

import psycopg
import pytest
from pydantic import BaseModel

from progressive_flow.gamification.achievements import models, service
from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow.kernel.declarations.jobs import Job
from progressive_flow.kernel.events.models import Event
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.sql.test_schema_rules import RULES, names

PAGES = paths.root() / "docs" / "how-to"
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Badges(BaseModel):
    """The response of the guide's endpoint."""


def blocks(page: str, language: str) -> list[str]:
    """Return a guide's code blocks of one language, without their indentation."""
    found = FENCE.findall((PAGES / page).read_text())
    return [textwrap.dedent(code) for _, name, code in found if name == language]


def handler(code: str, module: str) -> Any:
    """Run a guide's file as the module that it would be and return what it declares."""
    scope: dict[str, Any] = {"__name__": module}
    exec(compile(code, module, "exec"), scope)  # noqa: S102 - the repository's own text
    return scope["handler"]


@pytest.fixture(autouse=True)
def rules_of_the_guides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provide what the guides' earlier steps add to a topic."""
    monkeypatch.setattr(models, "Badges", Badges, raising=False)
    monkeypatch.setattr(service, "list_badges", lambda *_: Badges(), raising=False)
    monkeypatch.setattr(service, "expire_badges", lambda _: 0, raising=False)


def test_the_endpoint_is_declared() -> None:
    (code,) = blocks("add-an-endpoint.md", "python")
    endpoint = handler(code, "functions.gamification.list_my_badges")
    assert isinstance(endpoint, Endpoint)
    assert endpoint.route.key == "GET /v1/me/badges"
    assert endpoint.route.summary == "List the badges of the current learner."


def test_the_job_is_declared() -> None:
    (code,) = blocks("add-a-scheduled-job.md", "python")
    job = handler(code, "functions.scheduled.expire_badges")
    assert isinstance(job, Job)
    assert (job.schedule.name, job.schedule.expression) == ("expire_badges", "cron(20 1 * * ? *)")


def test_the_consumer_receives_the_event(monkeypatch: pytest.MonkeyPatch) -> None:
    described, code = blocks("add-a-consumer.md", "python")
    events = ModuleType("progressive_flow.curriculum.events")
    events.__dict__.update(Event=Event, ClassVar=ClassVar, UUID=UUID)
    exec(compile(described, "events", "exec"), events.__dict__)  # noqa: S102 - the repository's own text
    monkeypatch.setitem(sys.modules, "progressive_flow.curriculum.events", events)
    consumer = handler(code, "functions.consumers.send_certificate")
    assert isinstance(consumer, Consumer)
    assert consumer.declaration.topic == "challenge.completed"
    assert consumer.run({"user_id": str(uuid4()), "challenge_id": str(uuid4())}) == {"sent": 1}


def test_the_table_satisfies_the_rules_of_the_schema(superuser: psycopg.Connection) -> None:
    before = {rule: names(superuser, query) for rule, (query, _) in RULES.items()}
    for statements in blocks("add-a-table.md", "sql"):
        superuser.execute(statements.encode())
    assert {rule: names(superuser, query) for rule, (query, _) in RULES.items()} == before
    secured = "select relforcerowsecurity from pg_class where oid = 'gamification.badges'::regclass"
    assert superuser.execute(secured.encode()).fetchone() == (True,)


@pytest.mark.parametrize("page", sorted(PAGES.glob("add-*.md")), ids=lambda page: page.stem)
def test_the_guides_name_folders_that_exist(page: Path) -> None:
    named = {
        path.rpartition("/")[0]
        for path in re.findall(r"`((?:functions|infra|layers|sql|tests|docs)/[\w./-]+)`", page.read_text())
    }
    assert named
    assert [folder for folder in sorted(named) if not (paths.root() / folder).is_dir()] == []
