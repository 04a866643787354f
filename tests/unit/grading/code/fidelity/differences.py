"""The snippets on which the page differs from Chromium, each with the reason."""

DIFFERENCES = {
    "misnest": "the parser does not repair formatting elements that are closed in the wrong order",
    "crypto uuid": "Chromium had an insecure address and has no crypto.randomUUID there",
    "getBoundingClientRect": "there is no layout",
    "offsetWidth": "there is no layout",
    "canvas": "nothing is painted",
}
