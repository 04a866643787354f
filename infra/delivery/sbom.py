"""`python -m infra.delivery.sbom FILE`: write a CycloneDX document of the third-party layers as Lambda receives them.

It names each distribution with its licence and the hashes that the lock accepts, and within it the parts of its wheel: the
crates and packages of the wheel's own SBOM (PEP 770), and each shared library with its hash. It is written here because
`cyclonedx-py` reads either a lock, which has no licences, or an environment of this machine, and looks into no wheel.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseAcknowledgement, LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from infra.delivery import bundle, native_libraries
from infra.delivery.native_libraries import NativeLibrary
from infra.names import SERVICE, version

LOCKS = (bundle.LOCK, bundle.INSPECTION_LOCK)  # of the layers with wheels
_LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_CLASSIFIER = "License :: OSI Approved :: "
_PART_KEYS = {"type", "name", "version", "purl", "licenses", "hashes", "scope"}
_licences = LicenseFactory()


def describe(folder: Path, lock: str) -> Bom:
    """Describe the distributions of a lock that are unpacked in `folder`."""
    bom = Bom()
    bom.metadata.component = Component(name=SERVICE, version=version(), type=ComponentType.APPLICATION, bom_ref=SERVICE)
    installed = {
        normalized(distribution.metadata["Name"]): distribution for distribution in distributions(path=[str(folder)])
    }
    components = [
        _distribution(installed[name], hashes) for name, hashes in locked_hashes(lock).items() if name in installed
    ]
    bom.components.update(components)
    bom.register_dependency(bom.metadata.component, components)
    return bom


def locked_hashes(lock: str) -> dict[str, list[str]]:
    """Return the SHA-256 hashes that a lock accepts for each distribution."""
    return {
        normalized(requirement["name"]): _HASH.findall(requirement["rest"]) for requirement in _LOCKED.finditer(lock)
    }


def normalized(name: str) -> str:
    """Return a distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def serialize(bom: Bom) -> str:
    """Return the document as JSON, the same for the same content: without a time stamp and a serial number."""
    document = json.loads(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string())
    document.pop("serialNumber")
    document["metadata"].pop("timestamp")
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _distribution(installed: Distribution, hashes: list[str]) -> Component:
    name = normalized(installed.metadata["Name"])
    purl = PackageURL("pypi", name=name, version=installed.version)
    parts = list(_parts(installed, name))
    return Component(
        name=name,
        version=installed.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=str(purl),
        licenses=[_licences.make_from_string(declared, license_acknowledgement=LicenseAcknowledgement.DECLARED)]
        if (declared := _declared_licence(installed))
        else [],
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(str(purl)),
                comment="the files that the lock accepts",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content) for content in hashes],
            )
        ],
        components=parts,
        properties=[Property(name=f"{SERVICE}:licence-file", value=file) for file in _licence_files(installed)],
    )


def _declared_licence(installed: Distribution) -> str | None:
    """Return the SPDX expression; older metadata has a name, and several classifiers where one name would not do."""
    metadata = installed.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [value for value in metadata.get_all("Classifier", []) if value.startswith(_CLASSIFIER)]
    if "License" in metadata and len(classifiers) <= 1:
        return metadata["License"]
    return " and ".join(value.removeprefix(_CLASSIFIER) for value in classifiers) or None


def _licence_files(installed: Distribution) -> list[str]:
    named = tuple(f"/{name}" for name in installed.metadata.get_all("License-File", []))
    names = named or ("/LICENSE", "/COPYING")  # older metadata do not name the file
    return sorted(
        str(file) for file in installed.files or () if ".dist-info/" in str(file) and str(file).endswith(names)
    )


def _parts(installed: Distribution, name: str) -> Iterator[Component]:
    files = installed.files or []
    for file in files:
        if ".dist-info/sboms/" in str(file):
            yield from _described_by_wheel(name, json.loads(file.read_text())["components"])
    folder = Path(str(installed.locate_file(f"{name.replace('-', '_')}.libs")))
    extensions = [Path(str(file.locate())) for file in files if file.suffix == ".so" and ".cpython-" in file.name]
    for library in [*native_libraries.bundled(folder), *native_libraries.static(name, extensions)]:
        yield _native(name, library)


def _described_by_wheel(name: str, entries: list[dict[str, object]]) -> Iterator[Component]:
    """Read the wheel's own SBOM, without the wheel itself and without what only its build needed."""
    for entry in entries:
        read = {key: value for key, value in entry.items() if key in _PART_KEYS}
        component = Component.from_json(data=read)  # type: ignore[attr-defined]  # added by its decorator
        if component.scope != ComponentScope.EXCLUDED and normalized(component.name) != name:
            component.bom_ref.value = f"{name}/{component.purl}"
            licence = native_libraries.PACKAGE_LICENCES.get(component.name)
            if licence and not component.licenses:
                component.licenses.add(LicenseExpression(licence))
            yield component


def _native(distribution: str, library: NativeLibrary) -> Component:
    return Component(
        name=library.name,
        version=library.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{distribution}/{library.file.name}/{library.name}",
        group=library.project,
        cpe=library.cpe,
        licenses=[LicenseExpression(library.licence)] if library.licence else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256(library.file.read_bytes()).hexdigest())],
        properties=[Property(name=f"{SERVICE}:file", value=library.file.name)],
    )


def main(arguments: list[str]) -> int:
    """Write the document and print how much it lists."""
    target = Path(arguments[0])
    with tempfile.TemporaryDirectory() as folder:
        for lock in LOCKS:
            bundle.install(Path(folder), lock=lock)
        bom = describe(Path(folder), "".join(lock.read_text() for lock in LOCKS))
        parts = [part for component in bom.components for part in component.components]
        unknown = [part.name for part in parts if not part.licenses]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(serialize(bom))
    sys.stdout.write(f"{target}: {len(bom.components)} distributions with {len(parts)} parts inside their wheels.\n")
    if unknown:
        sys.stdout.write(f"Without a known licence: {', '.join(sorted(unknown))}.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
