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

ASKING = {"one", "maybe", "all", "value", "run", "later", "immediately"}
PACKAGE = Path(progressive_flow.__file__).parent
REPOSITORIES = sorted(str(path.parent.name) for path in PACKAGE.glob("*/repository.py"))


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


@pytest.mark.parametrize("domain", REPOSITORIES)
def test_statements_are_valid(superuser: psycopg.Connection, domain: str) -> None:
    module = importlib.import_module(f"progressive_flow.{domain}.repository")
    superuser.execute(f"set local role {'migrator' if domain == 'content' else 'application'}".encode())
    if domain == "platform":
        superuser.execute("reset role")  # its purges are the scheduler's, its keys the application's
    found = [*statements(module)]
    texts = {text for _, text in found} | {
        value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and re.match(r"\s*(select|with|insert|update)\b", value)
    }
    assert texts
    for number, text in enumerate(sorted(texts)):
        wanted = text.format(entity="track", table="learning_tracks") if "{entity}" in text else text
        try:
            superuser.execute(f"prepare statement_{domain}_{number} as {numbered(wanted)}".encode())
        except psycopg.errors.IndeterminateDatatype:
            continue  # a bare parameter in a row: its type is the caller's
        except psycopg.errors.InsufficientPrivilege:
            pytest.fail(f"{domain} may not run: {wanted}")


def test_the_search_finds_the_statements() -> None:
    for domain in REPOSITORIES:
        module = importlib.import_module(f"progressive_flow.{domain}.repository")
        assert len([*statements(module)]) >= 2, domain
