"""The binary format of WebAssembly, as much of it as the build reads and writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEADER_BYTES = 8
CONTINUES = 0x80  # another byte of the number follows
FUNCTION_IMPORT = 0x00
I32_CONST, END = 0x41, 0x0B

TYPES, IMPORTS, FUNCTIONS, MEMORIES, GLOBALS, EXPORTS, CODE, DATA, DATA_COUNT = 1, 2, 3, 5, 6, 7, 10, 11, 12
CUSTOM = 0


def unsigned(number: int) -> bytes:
    """Encode a number of at least 0 in LEB128."""
    out = bytearray()
    while number >= CONTINUES:
        out.append(number & 0x7F | CONTINUES)
        number >>= 7
    return bytes([*out, number])


def signed(number: int) -> bytes:
    """Encode a number in signed LEB128."""
    out = bytearray()
    while True:
        low, number = number & 0x7F, number >> 7
        negative = low & 0x40
        if (number == 0 and not negative) or (number == -1 and negative):
            return bytes([*out, low])
        out.append(low | CONTINUES)


def read_unsigned(data: bytes, at: int) -> tuple[int, int]:
    """Decode a number; return it and the place after it."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < CONTINUES:
            return number, at


def read_name(data: bytes, at: int) -> tuple[str, int]:
    """Decode a name; return it and the place after it."""
    size, at = read_unsigned(data, at)
    return data[at : at + size].decode(), at + size


def vector(items: Iterable[bytes]) -> bytes:
    """Encode a list: its length, then its items."""
    encoded = list(items)
    return unsigned(len(encoded)) + b"".join(encoded)


def sized(data: bytes) -> bytes:
    """Encode bytes with their length before them."""
    return unsigned(len(data)) + data


def sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each section."""
    at = HEADER_BYTES
    while at < len(module):
        kind = module[at]
        size, at = read_unsigned(module, at + 1)
        yield kind, module[at : at + size]
        at += size


def section(module: bytes, kind: int) -> bytes:
    """Return the content of the one section of a kind."""
    return next(content for found, content in sections(module) if found == kind)


@dataclass(frozen=True)
class Import:
    """A function that a module imports, with the index of its type."""

    name: str
    type_index: int


def imported_functions(content: bytes) -> list[Import]:
    """Read a section of imports, which must all be functions."""
    count, at = read_unsigned(content, 0)
    found: list[Import] = []
    for _ in range(count):
        _, at = read_name(content, at)
        name, at = read_name(content, at)
        if content[at] != FUNCTION_IMPORT:
            raise ValueError(f"{name} is imported and not a function.")
        type_index, at = read_unsigned(content, at + 1)
        found.append(Import(name, type_index))
    return found


def exported(content: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield the name, the index and the whole encoding of each export."""
    count, at = read_unsigned(content, 0)
    for _ in range(count):
        start = at
        name, at = read_name(content, at)
        index, at = read_unsigned(content, at + 1)
        yield name, index, content[start:at]


def bodies(content: bytes) -> Iterator[bytes]:
    """Yield the functions of a section of code."""
    count, at = read_unsigned(content, 0)
    for _ in range(count):
        size, at = read_unsigned(content, at)
        yield content[at : at + size]
        at += size
