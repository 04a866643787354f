"""The client for Python is made of the API's document, completely, and again whenever that changes."""

import importlib
import inspect
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from progressive_flow.kernel.openapi.document import document
from progressive_flow_local import client
from progressive_flow_local.errors import LocalError

METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="module", autouse=True)
def importable() -> None:
    """Generate the client if it is not there."""
    client.importable()


def operations() -> list[tuple[str, str]]:
    """Return tag and id of each operation of the document."""
    items = [
        operation for path in document()["paths"].values() for method, operation in path.items() if method in METHODS
    ]
    return [(operation["tags"][0], operation["operationId"]) for operation in items]


def test_each_operation_has_a_module_with_typed_calls() -> None:
    assert len(operations()) > 140
    for tag, operation in operations():
        module = importlib.import_module(f"{client.PACKAGE}.api.{tag}.{operation}")
        for name in ("sync_detailed", "asyncio_detailed"):
            assert "Response[" in str(inspect.signature(getattr(module, name)).return_annotation), (operation, name)


def test_it_is_generated_again_only_when_the_document_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    shutil.copytree(client.folder() / client.PACKAGE, tmp_path / client.PACKAGE)
    monkeypatch.setattr(client, "_generate", lambda text, *_: asked.append(text))
    assert client.generated(tmp_path) == tmp_path
    assert asked == []
    changed = {**document(), "info": {**document()["info"], "title": "Changed"}}
    monkeypatch.setattr(client, "document", lambda: changed)
    client.generated(tmp_path)
    assert ["Changed" in text for text in asked] == [True]


def test_a_document_that_no_client_can_be_made_of_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="cannot be generated"):
        client._generate('{"openapi": "3.1.0"}', tmp_path, "")
    assert list(tmp_path.iterdir()) == []


def test_the_readme_calls_what_there_is() -> None:
    readme = (client.folder() / "README.md").read_text()
    [code] = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    *first, last = code.strip().splitlines()
    known: dict[str, object] = {"token": "a-token"}
    exec("\n".join(first), known)  # noqa: S102 - our own page
    called = re.fullmatch(r"level = (\w+\.sync)\((.*)\)", last)
    assert called is not None
    eval(f"__import__('inspect').signature({called[1]}).bind({called[2]})", known)  # noqa: S307 - as above


def test_the_wheel_has_the_client_with_its_types(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=client.folder(), check=True, capture_output=True)
    [wheel] = tmp_path.glob("progressive_flow_client-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert f"{client.PACKAGE}/py.typed" in names
    assert f"{client.PACKAGE}/api/progress/submit_attempt.py" in names
