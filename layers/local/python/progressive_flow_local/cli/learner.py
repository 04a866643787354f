"""`progressive-flow learner`: what an administrator sees of a learner, and puts right. `progressive-flow audit-log`."""

from typing import Annotated

import typer

from progressive_flow_local.cli import administration, answers

app = typer.Typer(help="Find learners, see what they did, and put it right, as an administrator.", no_args_is_help=True)
LEARNERS = "/v1/admin/learners"
REVOCATIONS = "/v1/admin/achievement-revocations"

UserId = Annotated[str, typer.Argument(help="Id of a learner, as `learner list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why; it names nobody, for it stays after erasure.")]
Cursor = Annotated[str | None, typer.Option(help="`next_cursor` of the page before.")]
Limit = Annotated[int, typer.Option(min=1, max=100, help="How many rows at most.")]
Challenge = Annotated[str, typer.Argument(help="Reference of a challenge.")]
Achievement = Annotated[str, typer.Argument(help="Slug of an achievement.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the API's answer.")]


@app.command("list")
def list_learners(
    search: Annotated[str | None, typer.Argument(help="How an address, a username or a display name begins.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """Find learners by the beginning of their address or names."""
    page = administration.ask("GET", LEARNERS, {"search": search, "cursor": cursor, "limit": limit})
    answers.show(page, ("id", "username", "display_name", "email", "total_xp", "erased_at"), as_json=as_json)


@app.command()
def show(user_id: UserId) -> None:
    """Show a learner with their progress."""
    answers.put(administration.ask("GET", f"{LEARNERS}/{user_id}"))


@app.command()
def attempts(user_id: UserId, cursor: Cursor = None, limit: Limit = 25, *, as_json: JsonOption = False) -> None:
    """List a learner's attempts, newest first."""
    page = administration.ask("GET", f"{LEARNERS}/{user_id}/attempts", {"cursor": cursor, "limit": limit})
    answers.show(page, ("created_at", "challenge", "level", "score", "passed", "xp_earned", "id"), as_json=as_json)


@app.command()
def grants(user_id: UserId, *, as_json: JsonOption = False) -> None:
    """List the challenges that grants opened."""
    page = administration.ask("GET", f"{LEARNERS}/{user_id}/unlock-grants")
    answers.show(page, ("created_at", "challenge", "reason", "granted_by"), as_json=as_json)


@app.command()
def corrections(user_id: UserId, cursor: Cursor = None, limit: Limit = 25, *, as_json: JsonOption = False) -> None:
    """List the corrections of a learner's XP, newest first."""
    page = administration.ask("GET", f"{LEARNERS}/{user_id}/xp-corrections", {"cursor": cursor, "limit": limit})
    answers.show(page, ("created_at", "amount", "reference", "reason", "corrected_by"), as_json=as_json)


@app.command("revoke-grant")
def revoke_grant(user_id: UserId, challenge: Challenge, reason: Reason) -> None:
    """Take a grant back; what was passed stays passed."""
    answers.put(administration.ask("DELETE", f"/v1/admin/unlock-grants/{user_id}/{challenge}", {"reason": reason}))


@app.command("revoke-achievement")
def revoke_achievement(user_id: UserId, achievement: Achievement, reason: Reason) -> None:
    """Take an achievement and its XP away; no award gives it back."""
    body = {"user_id": user_id, "achievement": achievement, "reason": reason}
    answers.put(administration.ask("POST", REVOCATIONS, body=body))


@app.command("restore-achievement")
def restore_achievement(user_id: UserId, achievement: Achievement, reason: Reason) -> None:
    """Give a revoked achievement and its XP back."""
    answers.put(administration.ask("DELETE", f"{REVOCATIONS}/{user_id}/{achievement}", {"reason": reason}))


def audit_log(
    subject: Annotated[
        str | None, typer.Option(help="Only what was done to this learner, achievement or skill.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only what this administrator or learner did, by their id.")] = None,
    action: Annotated[str | None, typer.Option(help="Only this action, for example xp.corrected.")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this instant on: 2026-01-31T00:00:00Z.")] = None,
    until: Annotated[str | None, typer.Option(help="Only before this instant.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
    *,
    as_json: JsonOption = False,
) -> None:
    """List who did what to whom, newest first, as an administrator."""
    query = {"subject_id": subject, "actor_id": actor, "action": action, "since": since, "until": until}
    page = administration.ask("GET", "/v1/admin/audit-log", {**query, "cursor": cursor, "limit": limit})
    answers.show(page, ("created_at", "action", "subject_type", "subject_id", "actor_id", "detail"), as_json=as_json)
