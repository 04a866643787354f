"""kill -9 of each part under requests: it is started again with a line on the terminal, and no acknowledged attempt is lost."""

import itertools
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any, Self

import httpx
import pytest

from progressive_flow_local.aws import clients
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import wait_until
from tests.support.content import reference_design
from tests.support.platforms import Platform

PARTS = {"the local AWS": 0, "the gateway": 1, "the scheduler": 2, "PostgreSQL": 3}
ATTEMPTS = "/v1/challenges/static-website/levels/1/attempts"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    started = Platform(tmp_path_factory.mktemp("restarts"), RATE_LIMIT_ATTEMPTS="100000/60")
    started.start()
    started.ready()
    yield started
    if started.process.poll() is None:
        started.stop()


class Learner:
    """A program that submits one attempt after another, each until it is acknowledged."""

    def __init__(self, held: dict[str, Any], token: str) -> None:
        self._headers, self._url = {"authorization": f"Bearer {token}"}, held["api_url"]
        self.acknowledged: list[str] = []
        self.statuses: set[int] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="learner")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def goes_on(self) -> bool:
        """Return whether another attempt is acknowledged in time."""
        before = len(self.acknowledged)
        return wait_until(lambda: len(self.acknowledged) > before + 1, PATIENCE)

    def _run(self) -> None:
        for number in itertools.count():
            answer = self._submitted(f"{id(self)}-{number}")
            if answer is None:
                return
            self.acknowledged.append(answer["id"])

    def _submitted(self, key: str) -> dict[str, Any] | None:
        body = {"kind": "system_design", "design": reference_design("static-website")}
        with httpx.Client(base_url=self._url, headers=self._headers, timeout=30, trust_env=False) as api:
            while not self._stop.wait(0.05):
                try:
                    answer = api.post(ATTEMPTS, json=body, headers={"idempotency-key": key})
                except httpx.TransportError:
                    continue  # nobody listens while the gateway is started again
                self.statuses.add(answer.status_code)
                if answer.is_success:
                    attempt: dict[str, Any] = answer.json()
                    return attempt
        return None


def signs_in(held: dict[str, Any]) -> str:
    """Return an access token, or nothing while the local AWS is away."""
    whom = held["demo_username"], held["demo_password"]
    try:
        return clients.access_token(held["aws_endpoint_url"], held["client_id"], *whom)
    except LocalError:
        return ""


@pytest.mark.parametrize("name", PARTS)
def test_a_killed_part_is_started_again(platform: Platform, name: str) -> None:
    held, before = platform.ready(), platform.parts()
    others = [pid for pid in before if pid != before[PARTS[name]]]
    with Learner(held, signs_in(held)) as learner:
        assert learner.goes_on()
        os.kill(before[PARTS[name]], signal.SIGKILL)
        line = f"{name[0].upper()}{name[1:]} ended by the signal SIGKILL: it is started again"
        assert wait_until(lambda: line in platform.said(), PATIENCE)
        assert wait_until(lambda: len(platform.parts()) == len(PARTS) and platform.parts() != before, PATIENCE)
        assert learner.goes_on()
        assert wait_until(lambda: bool(signs_in(held)), PATIENCE)
    assert learner.statuses <= {201, 503}
    assert set(others) <= set(platform.parts()), "nothing else was started again"
    with httpx.Client(base_url=held["api_url"], timeout=30, trust_env=False) as api:
        for attempt_id in learner.acknowledged[-20:]:
            bearer = {"authorization": f"Bearer {signs_in(held)}"}
            assert api.get(f"/v1/attempts/{attempt_id}", headers=bearer).status_code == 200


def test_what_ends_again_and_again_stops_the_platform(platform: Platform) -> None:
    other = Platform(platform.folder / "other", WORKERS="1")
    other.folder.mkdir()
    other.start()
    other.ready()
    killed: set[int] = set()
    while other.process.poll() is None:
        pids = other.parts()
        if len(pids) == len(PARTS) and (scheduler := pids[PARTS["the scheduler"]]) not in killed:
            killed.add(scheduler)
            os.kill(scheduler, signal.SIGKILL)
        assert len(killed) <= 4
        wait_until(lambda: other.process.poll() is not None, 0.2)
    assert other.process.returncode == 1
    assert "The scheduler ended 4 times within 60 seconds, so the platform stops." in other.said()
    assert "Traceback" not in other.said()
    assert not (other.folder / "platform.json").exists()
