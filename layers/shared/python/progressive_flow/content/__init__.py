"""Challenges and the lessons around them: what there is to learn, and the drawings that learners submit."""
