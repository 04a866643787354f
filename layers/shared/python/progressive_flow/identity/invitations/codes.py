"""Codes of invitations: sixteen characters that people can read to each other.

The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html): 80 random bits, without I, L, O and U, and what
people write instead of a 0 or a 1 means it. A secret of so many bits needs no slow hash.
"""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})


def draw() -> str:
    """Return a new code, in four groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def hashed(code: str) -> bytes:
    """Return the SHA-256 of a code as it is stored, however the code was written."""
    return hashlib.sha256(code.translate(MEANT).encode()).digest()
