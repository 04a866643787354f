"""Progressive Flow: the code that every function shares."""

import gc
import os

# An import allocates what stays. At the default threshold the collector walks it all some thirty times, 7 % of a cold start.
gc.set_threshold(50_000, 20, 20)
# Before its first model pydantic would look through all that is installed for plugins, and there are none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
