"""How a release reaches a stage: who may deploy it, what it takes back, and how it is tried out."""
