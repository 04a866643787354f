"""The web console in a real browser, against the whole local platform."""
