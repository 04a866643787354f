"""Every attack by its name, as the files of a submission: alone, and beside a right solution of one task."""

from collections.abc import Mapping

from tests.unit.grading.code.attacks import documents, escapes, language, limits, markup, windows

Files = dict[str, str]

# The task: a button adds one.
SOLUTION: Files = {
    "index.html": '<button id="add">Add</button> <b id="count">0</b>',
    "style.css": "#count { color: red }",
    "script.js": """
        let count = 0;
        document.querySelector('#add').addEventListener('click', () => {
          count++;
          document.querySelector('#count').textContent = count;
        });
    """,
}
SMALL = '<p class="a">x <b>y</b></p><ul><li>1</li><li>2</li></ul>'
# Pages alone are tried with these; whole verdicts with all.
OF_PAGES = (
    *(limits.LOOPS, limits.PATTERNS, limits.MEMORY, limits.JOBS, limits.RECURSION),
    *(escapes.ESCAPES, escapes.OVERRIDES, escapes.LIES, escapes.FLOODS),
)
SCRIPTS = (*OF_PAGES, *language.LANGUAGE, *windows.WINDOWS)
DOCUMENTS = (markup.MARKUP, documents.LOADING)
SHEETS = (markup.STYLES, documents.SHEETS)


def groups() -> list[dict[str, Files]]:
    """Return the attacks by their kind: scripts on an empty page, documents, sheets for a small document."""
    return [*map(scripts, SCRIPTS), *map(texts, DOCUMENTS), *map(sheets, SHEETS)]


def attacks() -> dict[str, Files]:
    """Return the attacks with which a page alone is tried."""
    kinds = [*map(scripts, OF_PAGES), texts(markup.MARKUP), sheets(markup.STYLES)]
    return {name: files for kind in kinds for name, files in kind.items()}


def scripts(group: Mapping[str, str]) -> dict[str, Files]:
    """Return scripts as submissions."""
    return {f"script: {name}": {"script.js": code} for name, code in group.items()}


def texts(group: Mapping[str, str]) -> dict[str, Files]:
    """Return documents as submissions."""
    return {f"document: {name}": {"index.html": text} for name, text in group.items()}


def sheets(group: Mapping[str, str]) -> dict[str, Files]:
    """Return sheets as submissions, with a small document."""
    return {f"sheet: {name}": {"index.html": SMALL, "style.css": text} for name, text in group.items()}


def beside(attack: Files) -> Files:
    """Return the solution with an attack behind it, in whichever file that is."""
    return {
        name: text + ("\n;" if name == "script.js" else "\n") + attack.get(name, "") for name, text in SOLUTION.items()
    }
