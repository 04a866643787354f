"""Runs the checks of a code task on a submission; what is expected never enters the instance that runs the learner's code."""
