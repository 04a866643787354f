"""One case a function, at its path in `functions/`; `tests.support.cases` says what a case is."""
