"""Write a module again with the memory of a running instance inside it, and without imports."""

from progressive_flow.grading.code.limits import MEMORY_BYTES
from progressive_flow.grading.code.sealed.guest import EXCEPTION_TAG, UNDEFINED
from progressive_flow_judge import binary
from progressive_flow_judge.replacements import IMPORTED, OWN, bodies_of

PAGE_BYTES = 65_536
CHUNK_BYTES = 4096
KEPT = {
    *("memory", "wasm_malloc", "wasm_free"),
    *("JS_Eval", "JS_GetException", "JS_ToCStringLen2", "JS_FreeCString"),
}
DROPPED = {binary.CUSTOM, binary.IMPORTS, binary.DATA_COUNT}


def seal(module: bytes, memory: bytes, addresses: dict[str, int], stack_pointer: int) -> bytes:
    """Return the same code with its imports replaced, its memory filled, and only those exports that the host uses.

    Imported functions have the first indices, so their replacements come first and no call has to be renumbered.
    """
    imports = binary.imported_functions(binary.section(module, binary.IMPORTS))
    exports = list(binary.exported(binary.section(module, binary.EXPORTS)))
    type_count, _ = binary.read_unsigned(binary.section(module, binary.TYPES), 0)
    own_count, _ = binary.read_unsigned(binary.section(module, binary.FUNCTIONS), 0)
    first_own = own_count + len(imports)
    own = dict(zip(OWN, range(first_own, first_own + len(OWN)), strict=True))
    constants = {"undefined": UNDEFINED, "exception": EXCEPTION_TAG}
    numbers = addresses | constants | {name: index for name, index, _ in exports} | own

    out = module[: binary.HEADER_BYTES]
    for kind, old in binary.sections(module):
        content = old
        if kind in DROPPED:
            continue
        if kind == binary.TYPES:
            content = appended(old, after=[function.type for function in OWN.values()])
        elif kind == binary.FUNCTIONS:
            before = [binary.unsigned(item.type_index) for item in imports]
            after = [binary.unsigned(type_count + number) for number in range(len(OWN))]
            content = appended(old, before=before, after=after)
        elif kind == binary.MEMORIES:
            pages = -(-len(memory) // PAGE_BYTES)
            content = binary.vector([b"\x01" + binary.unsigned(pages) + binary.unsigned(MEMORY_BYTES // PAGE_BYTES)])
        elif kind == binary.GLOBALS:
            content = with_stack_pointer(old, stack_pointer)
        elif kind == binary.EXPORTS:
            kept = [encoded for name, _, encoded in exports if name in KEPT]
            added = [binary.sized(name.encode()) + b"\x00" + binary.unsigned(index) for name, index in own.items()]
            content = binary.vector([*kept, *added])
        elif kind == binary.CODE:
            before = [binary.sized(body) for body in bodies_of([IMPORTED[item.name] for item in imports], numbers)]
            after = [binary.sized(body) for body in bodies_of([function.text for function in OWN.values()], numbers)]
            content = appended(old, before=before, after=after)
        elif kind == binary.DATA:
            content = binary.vector(segment(at, data) for at, data in filled(memory))
        out += bytes([kind]) + binary.sized(content)
    return out


def appended(content: bytes, *, before: list[bytes] | None = None, after: list[bytes]) -> bytes:
    """Return a section's list with more items at its ends."""
    count, at = binary.read_unsigned(content, 0)
    first = before or []
    return binary.unsigned(count + len(first) + len(after)) + b"".join(first) + content[at:] + b"".join(after)


def with_stack_pointer(content: bytes, stack_pointer: int) -> bytes:
    """Set the first global, which is the stack pointer. Another variable global would be lost state."""
    count, at = binary.read_unsigned(content, 0)
    found: list[bytes] = []
    for number in range(count):
        kind, is_variable = content[at], content[at + 1]
        if content[at + 2] != binary.I32_CONST or (number > 0 and is_variable):
            raise ValueError("The module has a global that cannot be sealed.")
        end = content.index(binary.END, at + 3) + 1
        sealed = bytes([kind, is_variable, binary.I32_CONST]) + binary.signed(stack_pointer) + bytes([binary.END])
        found.append(content[at:end] if number else sealed)
        at = end
    return binary.vector(found)


def segment(at: int, data: bytes) -> bytes:
    """Encode a piece of memory that is there when an instance starts."""
    return b"\x00" + bytes([binary.I32_CONST]) + binary.signed(at) + bytes([binary.END]) + binary.sized(data)


def filled(memory: bytes) -> list[tuple[int, bytes]]:
    """Return the parts of a memory that are not zero, with their addresses."""
    parts: list[tuple[int, bytearray]] = []
    for at in range(0, len(memory), CHUNK_BYTES):
        chunk = memory[at : at + CHUNK_BYTES]
        if not any(chunk):
            continue
        if parts and parts[-1][0] + len(parts[-1][1]) == at:
            parts[-1][1].extend(chunk)
        else:
            parts.append((at, bytearray(chunk)))
    return [(at, bytes(data)) for at, data in parts]
