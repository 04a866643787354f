"""Puts events on EventBridge: at most ten entries and 256 kB a call, each entry failing on its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from progressive_flow.kernel import aws

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "progressive-flow"
MAX_ENTRIES = 10
MAX_BYTES = 262144  # of a call, so of an entry too
_OFFENCES = ("ValidationException", "ValidationError", "SerializationException", "InvalidArgument")  # of a whole call
_TIME_BYTES = 14  # what EventBridge counts for an entry's time


class Event(NamedTuple):
    """An event as consumers get it: they recognize a repetition by `id`."""

    id: UUID
    topic: str
    user_id: UUID | None
    organization_id: UUID | None
    payload: dict[str, Any]
    created_at: datetime


class Refusal(NamedTuple):
    """Why an event was not taken; `final` if no other try could change that."""

    id: UUID
    reason: str
    final: bool


class Outcome(NamedTuple):
    """What became of events. `broken` is what ended the calls early; what was not reached is in neither list."""

    published: list[UUID]
    refused: list[Refusal]
    broken: Exception | None


class _Sized(NamedTuple):
    id: UUID
    entry: PutEventsRequestEntryTypeDef
    size: int


def publish(events: Sequence[Event], to: str | None = None) -> Outcome:
    """Put events on a bus, the platform's unless it is named, in order; an event that cannot be is no obstacle to the others."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - boto3's, as above all else of it

    outcome = Outcome([], [], None)
    sized = [each for event in events if (each := _sized(event, outcome.refused, to))]
    try:
        for call in _calls(sized):
            _put(call, outcome)
    except (BotoCoreError, ClientError) as error:
        return outcome._replace(broken=error)
    return outcome


def publish_one(event: Event, to: str | None = None) -> None:
    """Put one event on a bus; raise ValueError if it can never be, and what stood against it if it may be later."""
    outcome = publish([event], to)
    if outcome.refused and outcome.refused[0].final:
        raise ValueError(outcome.refused[0].reason)
    if outcome.broken:
        raise outcome.broken
    if outcome.refused:
        raise ConnectionError(outcome.refused[0].reason)


def publish_hastily(event: Event) -> None:
    """Put one event on the bus, once and within 300 ms; raise if it was not taken."""
    refused: list[Refusal] = []
    sized = _sized(event, refused)
    if sized is None:
        raise ValueError(refused[0].reason)
    [result] = aws.hasty_events().put_events(Entries=[sized.entry])["Entries"]
    if "ErrorCode" in result:
        raise ConnectionError(f"{result['ErrorCode']}: {result.get('ErrorMessage', '')}")


def _put(call: list[_Sized], outcome: Outcome) -> None:
    """Put a call's entries; where the bus takes offence at the call as a whole, each by itself, so that one stays behind."""
    from botocore.exceptions import ClientError, ParamValidationError  # noqa: PLC0415 - as above

    try:
        answer = aws.events().put_events(Entries=[each.entry for each in call])
    except (ClientError, ParamValidationError) as error:
        if not _offended(error):
            raise
        if len(call) == 1:
            outcome.refused.append(Refusal(call[0].id, str(error), final=False))
        else:
            for each in call:
                _put([each], outcome)
        return
    for sent, result in zip(call, answer["Entries"], strict=True):
        if "ErrorCode" in result:
            reason = f"{result['ErrorCode']}: {result.get('ErrorMessage', '')}"
            outcome.refused.append(Refusal(sent.id, reason, final=False))
        else:
            outcome.published.append(sent.id)


def _offended(error: Exception) -> bool:
    """Return whether it is an entry that the bus will not have, rather than us, or anything just now."""
    response: dict[str, Any] | None = getattr(error, "response", None)
    return response is None or response.get("Error", {}).get("Code") in _OFFENCES  # boto3's own check has no response


def _sized(event: Event, refused: list[Refusal], to: str | None = None) -> _Sized | None:
    try:
        detail = json.dumps(_detail(event), ensure_ascii=False, allow_nan=False)
        size = len(detail.encode()) + len(event.topic) + len(SOURCE) + _TIME_BYTES
    except (TypeError, ValueError) as error:
        refused.append(Refusal(event.id, f"It cannot be written as JSON: {error}", final=True))
        return None
    if size > MAX_BYTES:
        refused.append(Refusal(event.id, f"It has {size:,} bytes; a bus takes {MAX_BYTES:,}.", final=True))
        return None
    entry: PutEventsRequestEntryTypeDef = {
        "Source": SOURCE,
        "DetailType": event.topic,
        "Detail": detail,
        "Time": event.created_at,
        "EventBusName": to or aws.event_bus(),
    }
    return _Sized(event.id, entry, size)


def _detail(event: Event) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "topic": event.topic,
        "user_id": str(event.user_id) if event.user_id else None,
        "organization_id": str(event.organization_id) if event.organization_id else None,
        "created_at": event.created_at.isoformat(),
        "payload": event.payload,
    }


def _calls(events: Sequence[_Sized]) -> Iterator[list[_Sized]]:
    """Split events into calls that the bus takes."""
    call: list[_Sized] = []
    for each in events:
        if len(call) == MAX_ENTRIES or sum(sized.size for sized in call) + each.size > MAX_BYTES:
            yield call
            call = []
        call.append(each)
    if call:
        yield call
