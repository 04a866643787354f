"""The build of the images that run a learner's code. It is part of no deployment."""
