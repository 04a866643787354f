"""What learners are told; follow graph and feed are to come here."""
