"""Programs in Python that forge the answer of the component: they replace what writes it as JSON."""

import json

# `{answer}` is the text of an answer; what was asked is known to the program, so each call gets a result.
FORGER = """
import json, sys
def forged(self, answer):
    results = answer.get("results") or []
    return {text}
json.JSONEncoder.encode = forged
def fee(*arguments):
    raise ValueError
"""
DUMPED = '\'{"printed": "", "error": null, "results": [\' + \', \'.join([\'{"printed": "", "value": \' + VALUE + \'}\'] * len(results)) + \']}\''

# Texts of JSON in the place of what a call returned.
VALUES = {
    "a list in lists": "'[' * 900 + ']' * 900",
    "a list in fewer lists": "'[' * 240 + ']' * 240",
    "an object in objects": "'{\"a\":' * 450 + '1' + '}' * 450",
    "a number of digits": "'9' * 4299",
    "a number of more digits": "'9' * 5000",
    "a number with an exponent": "'1e308'",
    "a number beyond all": "'1e999'",
    "no number": "'NaN'",
    "a long text": "'\"' + 'x' * 90000 + '\"'",
    "a text of characters that are escaped": "'\"' + chr(92) + 'u0001' * 1 + (chr(92) + 'u0001') * 10000 + '\"'",
    "a text of half pairs": "'\"' + (chr(92) + 'ud83d') * 10000 + '\"'",
    "a key of half a pair": "'{\"' + chr(92) + 'ud83d\": {\"' + chr(92) + 'u0000\": 1}}'",
    "many items": "'[' + ','.join(['1'] * 100000) + ']'",
    "many keys": "'{' + ','.join('\"' + str(i) + '\": 1' for i in range(20000)) + '}'",
}
# Tagged values that the component does not write.
TAGGED = [
    {"$": []},
    {"$": {}, "is": {}},
    {"$": None, "is": None},
    {"$": 5, "is": 5},
    {"$": "set", "is": [{"$": []}, {"$": {"$": []}}]},
    {"$": "set", "is": "text"},
    {"$": "dict", "is": [[1], [1, 2, 3], "ab", None]},
    {"$": "dict", "is": [[{"$": []}, {"$": []}]]},
    {"$": "int", "is": "-0x"},
    {"$": "int", "is": "f" * 60_000},
    {"$": "int", "is": ["f"]},
    {"$": "float", "is": ["nan"]},
    {"$": "float", "is": "nan"},
    {"$": "float", "is": "-inf"},
    {"$": "complex", "is": [int("9" * 400), 1]},
    {"$": "complex", "is": [1, 2, 3]},
    {"$": "complex", "is": [True, None]},
    {"$": "Decimal", "is": {"a": 1}},
    {"$": "Decimal", "is": "sNaN"},
    {"$": "Fraction", "is": "1/0"},
    {"$": "date", "is": "9999999-99-99"},
    {"$": "timedelta", "is": [1e300, None, "x"]},
    {"$": "bytes", "is": "zz"},
    {"$": "bytes", "is": ["00"]},
    {"$": "tuple", "is": {"0": 1}},
    {"$": "iterator", "is": [1], "more": {"$": []}},
    {"$": "object", "class": {"$": []}, "is": []},
    {"$": "object", "class": "x" * 50_000, "is": "y" * 50_000},
    {"$": "deep"},
    {"$": "kept", "is": "later"},
    {"$": "x" * 60_000, "is": [[[[]]]]},
]
# Whole answers.
ANSWERS = {
    "nothing": "''",
    "null": "'null'",
    "a list of answers": "'[' + ','.join(['{}'] * 10) + ']'",
    "results of other kinds": '\'{"printed": "", "error": null, "results": [[], null, 7, "x", {}, {}]}\'',
    "results that are many": '\'{"printed": "", "error": null, "results": [\' + \',\'.join([\'{"printed": ""}\'] * 40000) + \']}\'',
    "what was printed is no text": '\'{"printed": {}, "error": null, "results": []}\'',
    "an error of other kinds": '\'{"printed": "", "error": {"type": "E", "kinds": [[]], "message": 5, "line": "x"}, "results": []}\'',
    "an error on a line": '\'{"printed": "", "error": {"type": "E", "kinds": [], "message": "", "line": 1\' + \'0\' * 4000 + \'}, "results": []}\'',
    "an error on a true line": '\'{"printed": "", "error": {"type": "E", "kinds": ["E"], "message": "m", "line": true}, "results": []}\'',
    "a limit that is none": '\'{"exceeded": "patience", "printed": "", "error": null, "results": []}\'',
    "a limit of another kind": '\'{"exceeded": {"a": []}, "printed": "", "error": null, "results": []}\'',
    "a limit of memory": '\'{"exceeded": "memory"}\'',
    "an answer that is long": "'\"' + 'x' * 2000000 + '\"'",
    "an answer that is deep": "'[' * 500000",
    "an answer of a setup": '\'{"setup": "passed"}\'',
    "an answer that is no text": "5",
    "an answer of bytes": "b'{}'",
    "an answer of half a pair": "'{\"printed\": \"' + chr(0xd800) + '\"}'",
    "keys twice": '\'{"printed": "a", "printed": "b", "error": null, "results": [], "results": [{}]}\'',
    "arguments of other kinds": '\'{"printed": "", "error": null, "results": [\' + \',\'.join([\'{"printed": "", "value": 0, "arguments": {"a": 1}}\'] * len(results)) + \']}\'',
    "something missing": '\'{"printed": "", "error": null, "results": [\' + \',\'.join([\'{"printed": "", "missing": 5}\'] * len(results)) + \']}\'',
    "something thrown": '\'{"printed": "", "error": null, "results": [\' + \',\'.join([\'{"printed": "", "threw": {"type": "ValueError", "kinds": ["ValueError"], "message": "\' + \'m\' * 100000 + \'", "line": -1}}\'] * len(results)) + \']}\'',
}


def forged(text: str) -> str:
    """Return a program that answers with the text that an expression gives."""
    return FORGER.replace("{text}", text)


def forgeries() -> dict[str, str]:
    """Return the programs by what they forge."""
    tagged = {f"tagged {number}": repr(json.dumps(value)) for number, value in enumerate(TAGGED, 1)}
    values = {name: forged(DUMPED.replace("VALUE", text)) for name, text in {**VALUES, **tagged}.items()}
    return {**values, **{name: forged(text) for name, text in ANSWERS.items()}}
