"""Runs a CloudFront Function's code in Node, as CloudFront runs it where a request arrives."""

import json
import subprocess
from typing import Any

PROGRAM = """
const { code, events } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const handler = require('vm').runInNewContext(`${code}; handler`);
process.stdout.write(JSON.stringify(events.map(event => handler(event))));
"""


def run(code: str, *paths: str) -> list[dict[str, Any]]:
    """Return what the function gives for a GET of each path: a request that goes on, or a response."""
    events = [{"request": {"method": "GET", "uri": path, "headers": {}, "querystring": {}}} for path in paths]
    asked = json.dumps({"code": code, "events": events})
    ran = subprocess.run(["node", "-e", PROGRAM], input=asked, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found
