"""An event simulation of designs that knows nothing of the evaluator, and its comparison with the evaluator."""
