"""Mutants of the code: small mistakes that a careless change could make, each with the test that must fail for it.

The YAML files of this folder list them. `python -m tests.mutants` applies one after another to a copy of the repository.
"""
