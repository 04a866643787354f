"""The number of the grader, apart from it: who compares versions needs no evaluator."""

GRADER_VERSION = 3  # of engine and catalogue together; a change of what any design scores makes the next one
