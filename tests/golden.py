"""Judges the stored submissions of all published challenges again, and stores the verdicts. `make golden`.

    python -m tests.golden

Prints what changed. Where the judge alone is the reason, `JUDGE_VERSION` has to be raised first, or nothing is written. A new
submission is written by hand into its challenge's file, without a verdict: its name, its kind (right, weak, wrong), its files.
"""

import json
import sys

from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.versions import JUDGE_VERSION
from progressive_flow_judge.paths import IMAGE
from tests.unit.grading.code.golden import stored


def main() -> int:
    """Renew the verdicts; return 1 if the version must be raised first."""
    images = Images.load(IMAGE)
    is_refused = False
    for slug in stored.slugs():
        before, now = stored.read(slug), stored.judged(slug, images)
        found = list(stored.differences(before, now))
        for line, _ in found:
            print(f"{slug}: {line}")
        if any(is_judge for _, is_judge in found) and before["version"] == JUDGE_VERSION:
            is_refused = True
        elif before != now:
            (stored.FOLDER / f"{slug}.json").write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n")
            print(f"{slug}: written")
    if is_refused:
        print(f"The judge gives other verdicts: raise JUDGE_VERSION, which is {JUDGE_VERSION}, and run this again.")
    return int(is_refused)


if __name__ == "__main__":
    sys.exit(main())
