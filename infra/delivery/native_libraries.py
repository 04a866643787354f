"""What binary wheels contain besides Python, where their own metadata does not say it.

Wheels name their Rust crates and system packages in `.dist-info/sboms` (PEP 770). The libraries that psycopg's own build
compiles, and that PyYAML links statically, are in no such file, so this table names their project and licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OPENSSL = ("OpenSSL", "Apache-2.0", rb"OpenSSL (\d+\.\d+\.\d+)")
_KERBEROS = ("MIT Kerberos", "MIT", rb"krb5-(\d+\.\d+(?:\.\d+)?)")
_OPENLDAP = ("OpenLDAP", "OLDAP-2.8", None)
_WEBP = ("libwebp", "BSD-3-Clause", None)
_BROTLI = ("Brotli", "MIT", None)
_LIBPQ = ("PostgreSQL", "PostgreSQL", None)
_CYRUS_SASL = ("Cyrus SASL", "BSD-Attribution-HPND-disclaimer", None)
# The library's name → its project, the project's licence, and the pattern of a version that the binary contains.
_KNOWN: dict[str, tuple[str, str, bytes | None]] = {
    "libXau": ("libXau", "MIT-open-group", None),
    "libavif": ("libavif", "BSD-2-Clause", None),
    "libbrotlicommon": _BROTLI,
    "libbrotlidec": _BROTLI,
    "libcom_err": ("e2fsprogs", "MIT", None),
    "libcrypt": ("libxcrypt", "LGPL-2.1-or-later", None),
    "libcrypto": _OPENSSL,
    "libfreetype": ("FreeType", "FTL", None),
    "libgssapi_krb5": _KERBEROS,
    "libharfbuzz": ("HarfBuzz", "MIT", None),
    "libjpeg": ("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", None),
    "libk5crypto": _KERBEROS,
    "libkeyutils": ("keyutils", "LGPL-2.1-or-later", rb"keyutils-(\d+\.\d+\.\d+)"),
    "libkrb5": _KERBEROS,
    "libkrb5support": _KERBEROS,
    "liblber": _OPENLDAP,
    "liblcms2": ("Little CMS", "MIT", None),
    "libldap": _OPENLDAP,
    "liblzma": ("XZ Utils", "0BSD", None),
    "libopenjp2": ("OpenJPEG", "BSD-2-Clause", None),
    "libpng16": ("libpng", "libpng-2.0", None),
    "libpq": _LIBPQ,
    "libsasl2": _CYRUS_SASL,
    "libsharpyuv": _WEBP,
    "libssl": _OPENSSL,
    "libtiff": ("libtiff", "libtiff", None),
    "libwebp": _WEBP,
    "libwebpdemux": _WEBP,
    "libwebpmux": _WEBP,
    "libxcb": ("libxcb", "X11", None),
    "libzstd": ("Zstandard", "BSD-3-Clause", None),
}
# How vulnerability databases name the projects whose version the binary contains: without it a scanner matches nothing.
_CPE = {"OpenSSL": "openssl:openssl", "MIT Kerberos": "mit:kerberos_5"}
# auditwheel names the system package of a copied library without its licence.
PACKAGE_LICENCES = {
    "cyrus-sasl-lib": "BSD-Attribution-HPND-disclaimer",
    "keyutils-libs": "LGPL-2.1-or-later",
    "libXau": "MIT-open-group",
    "libcom_err": "MIT",
    "libxcrypt": "LGPL-2.1-or-later",
}
# The distribution → the project, licence and version's pattern of what its extension modules link statically.
STATIC: dict[str, tuple[str, str, bytes]] = {"pyyaml": ("libyaml", "MIT", rb"\0(0\.\d+\.\d+)\0")}
_FILE = re.compile(r"(?P<name>lib\w+?)-(?:[0-9a-f]{8}-?)+\.so(?:\.(?P<soname>[\d.]+))?")


@dataclass(frozen=True)
class NativeLibrary:
    """A library that a wheel contains. Without a known project, `project` and `licence` are None.

    `release` is the project's version if the binary contains it; `version` is that, or else its soname's.
    """

    name: str
    version: str | None
    project: str | None
    licence: str | None
    file: Path
    release: str | None = None

    @property
    def cpe(self) -> str | None:
        """The library's name in vulnerability databases; None where its project or release is unknown."""
        product = _CPE.get(self.project or "")
        return f"cpe:2.3:a:{product}:{self.release}:*:*:*:*:*:*:*" if product and self.release else None


def bundled(folder: Path) -> Iterator[NativeLibrary]:
    """Read the shared libraries that auditwheel copied into a wheel's `<distribution>.libs` folder.

    The version is what the binary says of itself, or else its soname's: `libpq.so.5.18` is of PostgreSQL 18.
    """
    for file in sorted(folder.glob("*.so*")):
        matched = _FILE.fullmatch(file.name)
        name = matched["name"] if matched else file.name
        soname = matched["soname"] if matched else None
        project, licence, pattern = _KNOWN.get(name, (None, None, None))
        release = _version(file, pattern)
        yield NativeLibrary(name, release or soname, project, licence, file, release)


def static(distribution: str, files: list[Path]) -> Iterator[NativeLibrary]:
    """Read what the extension modules of a distribution link statically."""
    if distribution in STATIC:
        project, licence, pattern = STATIC[distribution]
        for file in files:
            yield NativeLibrary(project, _version(file, pattern), project, licence, file)


def _version(file: Path, pattern: bytes | None) -> str | None:
    matched = re.search(pattern, file.read_bytes()) if pattern else None
    return matched[1].decode() if matched else None
