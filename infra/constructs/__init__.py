"""Constructs: what stacks are composed of. They take references from `infra.context` and import no stack."""
