"""The SBOM lists each locked distribution with its licence and hashes, and what is inside its wheel."""

import json
import re
import sysconfig
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from infra.delivery import sbom
from infra.delivery.bundle import INSPECTION_LOCK, LOCK

INSTALLED = Path(sysconfig.get_path("purelib"))
WINDOWS_ONLY = "tzdata"  # this environment may have it for another reason


@pytest.fixture(scope="module")
def text() -> str:
    """Describe the wheels of this environment, which are of the same lock as the layer's, for another processor."""
    return sbom.serialize(sbom.describe(INSTALLED, LOCK.read_text()))


@pytest.fixture(scope="module")
def components(text: str) -> dict[str, Any]:
    return {component["name"]: component for component in json.loads(text)["components"]}


def parts(components: dict[str, Any], name: str) -> dict[str, Any]:
    return {part["name"]: part for part in components[name]["components"]}


def test_the_sbom_lists_the_locked_distributions(components: dict[str, Any]) -> None:
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK.read_text(), flags=re.MULTILINE))
    listed = {name: component["version"] for name, component in components.items()}
    assert {WINDOWS_ONLY: locked[WINDOWS_ONLY]} | listed == locked


def test_each_distribution_has_its_licence_and_every_hash_of_the_lock(components: dict[str, Any]) -> None:
    assert all(component["licenses"] for component in components.values())
    assert components["psycopg-binary"]["licenses"][0]["license"]["id"] == "LGPL-3.0-only"
    listed = [
        entry["content"] for component in components.values() for entry in component["externalReferences"][0]["hashes"]
    ]
    locked = re.findall(r"--hash=sha256:(\w+)", LOCK.read_text().split(f"{WINDOWS_ONLY}==")[0])
    assert len(locked) > 100
    assert set(locked) <= set(listed) <= set(re.findall(r"--hash=sha256:(\w+)", LOCK.read_text()))


def test_each_distribution_names_the_files_of_its_licence(components: dict[str, Any]) -> None:
    for name, component in components.items():
        files = [entry["value"] for entry in component["properties"]]
        assert files, name
        assert all((INSTALLED / file).is_file() for file in files)


def test_shared_libraries_inside_a_wheel_are_listed_with_version_licence_and_hash(components: dict[str, Any]) -> None:
    listed = parts(components, "psycopg-binary")
    (file,) = INSTALLED.glob("psycopg_binary.libs/libcrypto-*.so*")
    assert listed["libcrypto"]["hashes"] == [{"alg": "SHA-256", "content": sha256(file.read_bytes()).hexdigest()}]
    assert re.fullmatch(r"3\.\d+\.\d+", listed["libcrypto"]["version"]), "OpenSSL's own version, not the soname's"
    named = f"cpe:2.3:a:openssl:openssl:{listed['libcrypto']['version']}:*:*:*:*:*:*:*"
    assert listed["libcrypto"]["cpe"] == named, "scanners match it by this name"
    assert "cpe" not in listed["libssl"], "its soname is no release of the project"
    assert listed["libkrb5"]["cpe"].startswith("cpe:2.3:a:mit:kerberos_5:1.")
    assert listed["libpq"]["version"].startswith("5.")
    assert listed["libpq"]["licenses"] == [{"expression": "PostgreSQL"}]


def test_crates_inside_a_wheel_are_listed_without_those_that_only_built_it(components: dict[str, Any]) -> None:
    (document,) = INSTALLED.glob("pydantic_core-*.dist-info/sboms/*.json")
    scopes = {entry["name"]: entry["scope"] for entry in json.loads(document.read_text())["components"]}
    assert set(scopes.values()) == {"required", "excluded"}
    assert set(parts(components, "pydantic-core")) == {name for name, scope in scopes.items() if scope == "required"}


def test_a_statically_linked_library_is_listed(components: dict[str, Any]) -> None:
    assert parts(components, "pyyaml")["libyaml"]["version"].startswith("0.")


def test_no_part_is_without_a_licence(components: dict[str, Any]) -> None:
    """A new library in a wheel fails here: add its project and licence to `native_libraries`."""
    unknown = [
        part["name"]
        for component in components.values()
        for part in component.get("components", [])
        if not part.get("licenses")
    ]
    assert unknown == []


def test_an_unknown_library_is_listed_without_a_licence(tmp_path: Path) -> None:
    (tmp_path / "thing.libs").mkdir()
    (tmp_path / "thing.libs" / "libnew-0123abcd.so.4.2").write_bytes(b"binary")
    metadata = tmp_path / "thing-1.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nLicense: MIT\n")
    described = sbom.describe(tmp_path, "thing==1.0 \\\n    --hash=sha256:" + "a" * 64 + "\n")
    (component,) = json.loads(sbom.serialize(described))["components"]
    (part,) = component["components"]
    assert (part["name"], part["version"], part.get("licenses")) == ("libnew", "4.2", None)


def test_the_sbom_is_valid_cyclonedx_and_the_same_each_time(text: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert sbom.serialize(sbom.describe(INSTALLED, LOCK.read_text())) == text


def test_what_opens_uploads_is_listed_with_the_licence_of_each_part() -> None:
    document = json.loads(sbom.serialize(sbom.describe(INSTALLED, INSPECTION_LOCK.read_text())))
    listed = {component["name"]: component for component in document["components"]}
    assert listed.keys() == {"pillow", "defusedxml"}
    inside = listed["pillow"]["components"]
    assert {"libjpeg", "libpng16", "libwebp"} <= {part["name"] for part in inside}
    assert [part["name"] for part in inside if not part.get("licenses")] == []
