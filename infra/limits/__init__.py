"""AWS's limits, and how near each stage comes to them."""
