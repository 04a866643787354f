"""What administrators read in the audit log."""
