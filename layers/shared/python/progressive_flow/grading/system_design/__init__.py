"""The grader of system designs."""
