"""Who is calling, out of claims as API Gateway hands them over: all strings, lists as `[a b]`."""

from typing import Any
from uuid import UUID

import pytest

from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http.authentication import principal_of
from progressive_flow.kernel.http.authorization import check_platform_scope
from progressive_flow.kernel.http.problems import Problem

SUBJECT = UUID("0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071")
PLATFORM = Route("things", "Things.", method="POST", path="/things", domain="test", permission="content.write")


def event(**claims: Any) -> dict[str, Any]:
    """Return an event with the claims of an access token, changed."""
    base = {"sub": str(SUBJECT), "token_use": "access", "proof": "kid.1.mac"}
    kept = {name: value for name, value in {**base, **claims}.items() if value is not None}
    return {"requestContext": {"authorizer": {"jwt": {"claims": kept, "scopes": None}}}}


def test_a_public_route_has_no_caller() -> None:
    assert principal_of({}, Access.PUBLIC) is None
    assert principal_of(event(), Access.PUBLIC) is None


def test_the_subject_is_the_learner() -> None:
    learner = principal_of(event(email="ada@example.com"), Access.LEARNER)
    assert learner is not None
    assert (learner.id, learner.email, learner.roles) == (SUBJECT, "ada@example.com", frozenset())
    assert isinstance(learner.id, UUID)


def test_an_access_token_has_no_address() -> None:
    learner = principal_of(event(), Access.LEARNER)
    assert learner is not None
    assert learner.email is None


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ("[platform_admin]", {"platform_admin"}),
        ("[a b c]", {"a", "b", "c"}),
        ("[]", set()),
        ("", set()),
        ("platform_admin", set()),
        (["a", "b"], set()),
        ("[not_platform_admin]", {"not_platform_admin"}),
        ("[platform_admin]]", {"platform_admin]"}),
        ("[[platform_admin]", {"[platform_admin"}),
        ("platform_admin]", set()),
    ],
)
def test_groups(groups: Any, roles: set[str]) -> None:
    learner = principal_of(event(**{"cognito:groups": groups}), Access.LEARNER)
    assert learner is not None
    assert learner.roles == roles


@pytest.mark.parametrize("claims", [{"token_use": "id"}, {"token_use": None}, {"token_use": "ACCESS"}])
def test_only_an_access_token_will_do(claims: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refusal:
        principal_of(event(**claims), Access.LEARNER)
    assert refusal.value.status == 401
    assert refusal.value.headers == {"www-authenticate": "Bearer"}


def test_the_proof_is_of_the_lines_that_are_sent_with_it() -> None:
    learner = principal_of(event(email="ada@example.com", **{"cognito:groups": "[b a]"}), Access.LEARNER)
    assert learner is not None
    assert learner.statement.split("\n") == ["kid.1.mac", str(SUBJECT), "a b", "ada@example.com"]


@pytest.mark.parametrize("proof", [None, ""])
def test_a_token_without_a_proof_is_refused(proof: str | None) -> None:
    with pytest.raises(Problem, match="sign in again") as refusal:
        principal_of(event(proof=proof), Access.LEARNER)
    assert refusal.value.status == 401


@pytest.mark.parametrize("subject", [None, "", "ada", "123", str(SUBJECT) + "x"])
def test_a_subject_that_is_no_uuid_is_refused(subject: str | None) -> None:
    with pytest.raises(Problem) as refusal:
        principal_of(event(sub=subject), Access.LEARNER)
    assert refusal.value.status == 401


@pytest.mark.parametrize("without", [{}, {"requestContext": {}}, {"requestContext": {"authorizer": {}}}])
def test_an_event_without_claims_is_refused(without: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refusal:
        principal_of(without, Access.LEARNER)
    assert refusal.value.status == 401


@pytest.mark.parametrize("groups", ["", "[author]", "[platform_admins]", "[xplatform_admin]"])
def test_a_permission_on_the_platform_needs_the_group(groups: str) -> None:
    principal = principal_of(event(**{"cognito:groups": groups}), Access.LEARNER)
    for caller in (principal, None):
        with pytest.raises(Problem) as refusal:
            check_platform_scope(caller, PLATFORM)
        assert (refusal.value.status, refusal.value.kind) == (403, "forbidden")
        assert refusal.value.extra == {"permission": "content.write"}
    check_platform_scope(principal, Route("things", "Things.", method="GET", path="/things", domain="test"))
    check_platform_scope(
        principal, Route("x", "X.", method="GET", path="/{organization}", domain="test", permission="content.write")
    )


def test_an_administrator_is_admitted() -> None:
    principal = principal_of(event(**{"cognito:groups": "[author platform_admin]"}), Access.LEARNER)
    assert principal is not None
    assert principal.roles == {"author", "platform_admin"}
    check_platform_scope(principal, PLATFORM)
