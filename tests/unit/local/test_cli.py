"""The command line is quick to help and clear when it cannot go on."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from progressive_flow_local.cli import app

RUNNER = CliRunner()


@pytest.mark.parametrize("command", ["serve", "demo", "token", "openapi", "database", "job", "learner", "audit-log"])
def test_every_command_explains_itself(command: str) -> None:
    assert RUNNER.invoke(app, [command, "--help"]).exit_code == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['progressive-flow', '--help']\n"
        "from progressive_flow_local.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'boto3', 'moto', 'pydantic', 'psycopg', 'httpx', 'uvicorn', 'aws_lambda_powertools'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


def test_the_description_of_the_api_is_json() -> None:
    answer = RUNNER.invoke(app, ["openapi"])
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["openapi"].startswith("3")
