"""The CDK app: what `functions/` declares, as it is deployed."""

import os

# jsii warns on every start about a Node that it still runs on; the tools' own pins are in package.json.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")
