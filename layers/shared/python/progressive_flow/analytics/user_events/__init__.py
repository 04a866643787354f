"""What clients report of what a learner did: pages shown, items left, videos watched."""
