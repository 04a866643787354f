"""The version of the judge of code, which each attempt stores with its verdict."""

# Counts changes of the judge and its images by which a verdict may differ. Stored verdicts are never computed again.
JUDGE_VERSION = 2
