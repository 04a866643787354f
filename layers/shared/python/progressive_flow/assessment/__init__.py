"""Assessments: questions selected from the bank, graded on the server, recorded with their consequences."""
