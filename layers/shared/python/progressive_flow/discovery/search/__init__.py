"""Search: published tracks, challenges and pages by the words in them."""
