"""What a learner can build with: what each part costs in time, space and money, and how it fails.

The numbers belong to the server: a design names a type and a size, never a speed. They are the right order of magnitude
for ordinary cloud machines and simple enough to estimate with on paper. There is one catalogue: changing it changes what
designs score, so it makes a new version, and results of the older one stay as they were stored.
"""

from progressive_flow.grading.system_design.engine.components import COMPONENTS as CATALOGUE

__all__ = [
    "CACHING_TYPES",
    "CATALOGUE",
    "CATALOGUE_VERSION",
    "DEFERRING_TYPES",
    "LOCKING_TYPES",
    "LOGGED_TYPES",
    "REFUSING_TYPES",
]

CATALOGUE_VERSION = 2

CACHING_TYPES = frozenset({"cache", "cdn"})
DEFERRING_TYPES = frozenset({"queue", "stream"})
# Stores that let others read what was written to them, in its order.
LOGGED_TYPES = frozenset({"database", "nosql"})
# Stores in which a row is locked until the transaction that writes it has committed.
LOCKING_TYPES = frozenset({"database"})
# What can keep a key by which a repeated request is known.
REFUSING_TYPES = frozenset({"external", *(kind for kind, part in CATALOGUE.items() if part.storage_gb)})
