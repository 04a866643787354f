"""Names that templates, releases and tests share; free of the CDK, which takes seconds to import."""

SERVICE = "progressive-flow"
LIVE = "live"  # the alias by which everybody calls a function, and which a release moves
