"""Assessments: questions drawn from the bank, judged here, recorded with what follows from them."""
