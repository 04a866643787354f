"""Constructs: what one function, job, consumer, operation or server becomes. They know no stack."""
