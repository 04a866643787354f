"""Endpoints made up to try the kernel. `meanwhile` happens in the middle of those that call it."""

from collections.abc import Callable
from typing import Any, cast

from pydantic import BaseModel

from progressive_flow.kernel.http.endpoint import Access, Db, Principal, get, post
from progressive_flow.kernel.http.problems import conflict


class Note(BaseModel):
    """Something to answer."""

    id: int
    text: str


meanwhile: Callable[[Db], object] = id


def write(db: Db, principal: Principal) -> None:
    """Change something that shows afterwards."""
    db.fetch_value(
        object, "update identity.users set display_name = 'written' where id = %s returning true", [principal.id]
    )


@post("/v1/made-up/wrong-shape")
def answer_wrongly(principal: Principal, db: Db) -> Note:
    write(db, principal)
    return cast("Note", {"nonsense": 1})


@post("/v1/made-up/crash")
def crash(principal: Principal, db: Db) -> Note:
    write(db, principal)
    raise ZeroDivisionError("internals: password=hunter2")


@post("/v1/made-up/refuse")
def refuse(principal: Principal, db: Db) -> Note:
    write(db, principal)
    raise conflict("not-today", "Come back tomorrow.")


@post("/v1/made-up/notes", location="/v1/made-up/notes/{id}")
def make(principal: Principal, db: Db) -> Note:
    write(db, principal)
    meanwhile(db)
    return Note(id=7, text="written")


@post("/v1/made-up/queued")
def queue(principal: Principal, db: Db) -> Note:
    db.execute(
        "update identity.users set display_name = coalesce(display_name, '') || '+' where id = %s", [principal.id]
    )
    meanwhile(db)
    return Note(id=8, text="queued")


@get("/v1/made-up/notes/{id}")
def read(db: Db) -> Note:
    meanwhile(db)
    return Note(id=7, text=str(db.fetch_value(object, "select 'read'")))


@get("/v1/made-up/public", access=Access.PUBLIC, capabilities=(), cache="public, max-age=60")
def show() -> dict[str, Any]:
    return {"shown": True}


@get("/v1/made-up/organizations/{organization}/drafts", permission="content.read")
def read_drafts(organization: str, db: Db) -> dict[str, Any]:
    return {"organization": organization, "read": db.fetch_value(int, "select 1")}
