"""Names that learners choose and others see: one form for each, nothing invisible, nothing that passes for an official.

The classes of characters are Unicode's general categories; the form is NFC (Unicode Standard Annex 15).
"""

import re
import unicodedata

from pydantic_core import PydanticCustomError

MAX_MARKS = 3  # combining marks in a row, as many as any orthography needs
# Control, format (zero width and bidirectional among them), line and paragraph separator, private use, surrogate, unassigned.
_REFUSED = {"Cc", "Cf", "Zl", "Zp", "Co", "Cs", "Cn"}
_BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}  # letters and symbols that are drawn as nothing
_SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}  # whose letters look like one another's
_ALIKE = str.maketrans("0134578l|!$@", "oieastbiiisa")
_WORDS = (
    "admin",
    "administrator",
    "moderator",
    "official",
    "owner",
    "platformadmin",
    "root",
    "staff",
    "support",
    "system",
)
_RESERVED = {
    word.translate(_ALIKE) for word in (*_WORDS, "learner", "null", "undefined", "anonymous", "everyone", "deleted")
}
_BRAND = "progressiveflow".translate(_ALIKE)


def checked_name(name: str) -> str:
    """Return a display name in its one form; refuse what cannot be seen and what passes for somebody else."""
    name = unicodedata.normalize("NFC", name)
    for character in name:
        if unicodedata.category(character) in _REFUSED or character in _BLANK:
            raise _refused(f"The character U+{ord(character):04X} is not shown: leave it out.")
    if not any(unicodedata.category(character)[0] in "LNPS" for character in name):
        raise _refused("A name has a letter, a digit or a symbol.")
    if re.search(rf"[{_marks(name)}]{{{MAX_MARKS + 1}}}", name) if _marks(name) else None:
        raise _refused(f"A name has {MAX_MARKS} combining marks in a row at most.")
    if len(_scripts(name)) > 1:
        raise _refused("Letters of two alphabets that look alike cannot stand in one name.")
    return not_official(name)


def not_official(name: str) -> str:
    """Return a name as it is; refuse one that an official of the platform could have, however it is written."""
    skeleton = _skeleton(name)
    if skeleton in _RESERVED or _BRAND in skeleton:
        raise _refused("This name is kept for the platform: choose another one.")
    return name


def _skeleton(name: str) -> str:
    """Return what a name looks like: without case, marks, separators and the difference between 1, l and i."""
    letters = unicodedata.normalize("NFKD", name).casefold().translate(_ALIKE)
    return "".join(character for character in letters if character.isalnum())


def _marks(name: str) -> str:
    return "".join({re.escape(character) for character in name if unicodedata.category(character) == "Mn"})


def _scripts(name: str) -> set[str]:
    """Return the alphabets of a name's letters, of those that are confused with each other."""
    words = {unicodedata.name(character, "").partition(" ")[0] for character in name if character.isalpha()}
    return words & _SCRIPTS


def _refused(message: str) -> PydanticCustomError:
    return PydanticCustomError("name", "{message}", {"message": message})
