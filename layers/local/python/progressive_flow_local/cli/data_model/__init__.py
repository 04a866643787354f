"""The pages of the data model, drawn from a database's own catalogue."""
