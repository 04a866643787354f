"""Every statement in a repository is prepared against the real schema, as the role that will run it."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psycopg
import pytest

import progressive_flow
from progressive_flow.gamification.leaderboards import repository as leaderboards

ASKING = {
    "execute",
    "fetch_one",
    "fetch_optional",
    "fetch_all",
    "fetch_value",
    "fetch_optional_value",
    "defer_one",
    "defer_optional",
    "defer_all",
    "defer_value",
}
PACKAGE = Path(progressive_flow.__file__).parent
FILES = [path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("repository.py")]
REPOSITORIES = sorted(".".join(path.parts) for path in FILES)
# Run by another role than the application: migrations load content; the scheduler purges, publishes, archives, audits.
# Its functions receive their statement, so its constants are checked.
PASSED_ON = "operations.reference_data.repository"
ROLES = {
    "curriculum.authoring": "migrator",
    "curriculum.versions": "migrator",
    "kernel": "superuser",
    "operations": "superuser",
}


def statements(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Find the queries that a repository's functions pass on: (function, text)."""
    tree = ast.parse(Path(str(module.__file__)).read_text())
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        local = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in ASKING:
                for argument in call.args[:2]:
                    text = evaluate(argument, local, module)
                    if isinstance(text, str):
                        yield function.name, text


def evaluate(node: ast.expr, local: dict[str, ast.expr], module: ModuleType) -> object:
    """Evaluate an argument with the module's constants; anything that needs more is none."""
    if isinstance(node, ast.Name) and node.id in local:
        node = local[node.id]
    names = {
        name: evaluate(value, {}, module)
        for name, value in local.items()
        if isinstance(value, ast.Constant | ast.JoinedStr)
    }
    try:
        return eval(  # noqa: S307 - our own source
            compile(ast.Expression(node), "statement", "eval"), {**vars(module), **names}
        )
    except Exception:
        return None


def numbered(text: str) -> str:
    """Turn psycopg's placeholders into PostgreSQL's."""
    seen: list[str] = []

    def number(match: re.Match[str]) -> str:
        name = match[1] or f"#{len(seen)}"
        if name not in seen:
            seen.append(name)
        return f"${seen.index(name) + 1}"

    return re.sub(r"%(?:\((\w+)\))?[st]", number, text).replace("%%", "%")


def whole(text: str) -> list[str]:
    """Return the statements that a template stands for: one each scope."""
    if "$scope" in text:
        return [leaderboards.scoped(text, scope) for scope in leaderboards.SCOPES]
    return [text]


@pytest.mark.parametrize("repository", REPOSITORIES)
def test_statements_are_valid(superuser: psycopg.Connection, repository: str) -> None:
    module = importlib.import_module(f"progressive_flow.{repository}")
    texts = {text for _, text in statements(module)} | {
        value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and re.match(r"\s*(select|with|insert|update|delete)\b", value)
    }
    # What sets up a transaction cannot be prepared, and has nothing that could be wrong about a table.
    wanted = sorted({statement for text in texts for statement in whole(text) if not statement.startswith("set ")})
    assert wanted
    for number, text in enumerate(wanted):
        prepare(superuser, repository, f"statement_{number}", text)


def prepare(superuser: psycopg.Connection, repository: str, name: str, text: str) -> None:
    """Prepare a statement as whoever runs it: the application, or the scheduler for its jobs."""
    refused: list[str] = []
    for role in roles(repository):
        try:
            with superuser.transaction():
                superuser.execute(("reset role" if role == "superuser" else f"set local role {role}").encode())
                superuser.execute(f"prepare {name} as {numbered(text)}".encode())
        except psycopg.errors.IndeterminateDatatype:
            return  # a bare parameter in a row: its type is the caller's
        except psycopg.errors.InsufficientPrivilege:
            refused.append(role)
        else:
            superuser.execute(f"deallocate {name}".encode())
            return
    pytest.fail(f"{repository}: neither {' nor '.join(refused)} may run: {text}")


def roles(repository: str) -> tuple[str, ...]:
    """Return the roles that may be the one that runs a repository's statements."""
    found = [role for prefix, role in ROLES.items() if repository.startswith(prefix)]
    if "reference_data" in repository:
        return ("migrator",)
    return tuple(found) or ("application", "scheduler")


def test_the_search_finds_the_statements() -> None:
    assert len(REPOSITORIES) > len({repository.partition(".")[0] for repository in REPOSITORIES})
    assert {"progress.attempts.repository", "gamification.leaderboards.repository", "identity.users.repository"} <= set(
        REPOSITORIES
    )
    for repository in REPOSITORIES:
        module = importlib.import_module(f"progressive_flow.{repository}")
        assert [*statements(module)] or repository == PASSED_ON, repository


def test_statements_on_leaderboards_are_prepared_for_every_scope() -> None:
    assert len(whole(leaderboards.ENTRIES)) == len(leaderboards.SCOPES) == 3
    assert not any("$scope" in text for text in whole(leaderboards.ENTRIES))
