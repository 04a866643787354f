"""A level as a task: whether the learner may attempt it, and what the grader needs of it."""
