"""Every attack by its name, as the files of a submission: alone, and beside a right solution of one task."""

from tests.unit.grading.code.attacks import escapes, limits, markup

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
SCRIPTS = (
    *(limits.LOOPS, limits.PATTERNS, limits.MEMORY, limits.JOBS, limits.RECURSION),
    *(escapes.ESCAPES, escapes.OVERRIDES, escapes.LIES, escapes.FLOODS),
)


def attacks() -> dict[str, Files]:
    """Return the attacks alone: a script on an empty page, a document, a sheet for a small document."""
    small = '<p class="a">x <b>y</b></p><ul><li>1</li><li>2</li></ul>'
    return {
        **{f"script: {name}": {"script.js": code} for group in SCRIPTS for name, code in group.items()},
        **{f"document: {name}": {"index.html": text} for name, text in markup.MARKUP.items()},
        **{f"sheet: {name}": {"index.html": small, "style.css": text} for name, text in markup.STYLES.items()},
    }


def beside(attack: Files) -> Files:
    """Return the solution with an attack behind it, in whichever file that is."""
    return {
        name: text + ("\n;" if name == "script.js" else "\n") + attack.get(name, "") for name, text in SOLUTION.items()
    }
