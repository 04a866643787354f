"""What a release uploads, how it is tested after a deploy, and how it is rolled back."""
