"""Reads who is to be invited from a CSV file, as spreadsheets write it."""

import csv
import io
from pathlib import Path

from progressive_flow_local.errors import LocalError

SEPARATORS = ",;\t"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def addresses(file: Path) -> list[str]:
    """Return the column `email` of a CSV file, without empty rows; raise `LocalError` naming the row that cannot be read."""
    text = _text(file)
    # a sniffer guesses wrong where a column has many commas or semicolons: what the head has most is the separator
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=None), delimiter=max(SEPARATORS, key=head.count))
    try:
        columns = {name.strip().lower(): name for name in rows.fieldnames or []}
        if "email" not in columns:
            raise LocalError(f"{file} has no column email in its first row: name the column of addresses so.")
        return [address for row in rows if (address := (row[columns["email"]] or "").strip())]
    except csv.Error as error:
        raise LocalError(f"Row {rows.line_num + 1} of {file} cannot be read: {error}.") from error


def _text(file: Path) -> str:
    """Return a file's text: UTF-8 with or without a byte order mark, or UTF-16 with one."""
    held = file.read_bytes()
    try:
        return held.decode("utf-16" if held.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = held[: error.start].count(b"\n") + 1
        raise LocalError(f"Row {row} of {file} is not UTF-8: save the file as CSV in UTF-8.") from error
