"""What the consumer of tasks imports: it reads what every kind declares, and carries the layers of none."""

import subprocess
import sys

ENGINES = ("wasmtime", "PIL", "defusedxml")
SCRIPT = """
import sys
for name in {engines!r}:
    sys.modules[name] = None  # an import of it fails
from progressive_flow.kernel.declarations import registry
print(*sorted(registry.tasks()))
"""


def test_the_kinds_of_tasks_are_read_without_what_their_functions_carry() -> None:
    script = SCRIPT.format(engines=ENGINES)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert {"grade_code", "judge_code", "judge_gate", "send_mail"} <= set(done.stdout.split())
