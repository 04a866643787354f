"""What a function's or view's own file says above it. Their files are their documentation: the database holds no copy."""

from progressive_flow.operations.migrations.files import sql_root

FOLDERS = {"function": "functions", "view": "views"}


def comment_of(kind: str, schema: str, name: str) -> str:
    """Return the comment at the head of an object's file in one line; empty if there is none."""
    file = next(sql_root().glob(f"schemas/{schema}/*/{FOLDERS[kind]}/{name}.sql"), None)
    if file is None:
        return ""
    lines: list[str] = []
    for line in file.read_text().splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)
