"""The built images: compiled modules, which are mapped into memory when they are first used."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from wasmtime import Engine, Module
from wasmtime.component import Component

from progressive_flow.grading.code.sealed.engine import create_engine

BUILT = "built.json"  # is written last


class ImagesMissingError(Exception):
    """There are no images in the folder: nobody has built them there."""


@dataclass(frozen=True)
class PageImage:
    """A module that holds a whole page already, and the addresses of what is in its memory."""

    engine: Engine
    module: Module
    addresses: dict[str, int]


@dataclass(frozen=True)
class Images:
    """The images of one folder."""

    folder: Path

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the images of a folder; each is loaded at its first use. Raises `ImagesMissingError`."""
        if not is_built(folder):
            raise ImagesMissingError(f"There are no images in {folder}: build them with `make judge`.")
        return cls(folder)

    @cached_property
    def engine(self) -> Engine:
        """The engine of all images."""
        return create_engine()

    @cached_property
    def page(self) -> PageImage:
        """What runs pages, JavaScript and TypeScript."""
        module = Module.deserialize_file(self.engine, str(self.folder / "page.cwasm"))
        return PageImage(self.engine, module, json.loads((self.folder / "page.json").read_text()))

    @cached_property
    def programs(self) -> Component:
        """What runs Python and SQL."""
        return Component.deserialize_file(self.engine, str(self.folder / "programs.cwasm"))

    @cached_property
    def mutants(self) -> str:
        """The script that makes mutants of a solution, for a page to run."""
        return (self.folder / "mutants.js").read_text()


def is_built(folder: Path) -> bool:
    """Return whether a folder holds images."""
    return (folder / BUILT).is_file()
