"""Progressive Flow: the code that every function shares."""

import gc

# An import allocates what stays. At the default threshold the collector walks it all some thirty times, 7 % of a cold start.
gc.set_threshold(50_000, 20, 20)
