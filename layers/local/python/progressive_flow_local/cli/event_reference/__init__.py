"""The reference of events: their models, who writes them and who receives them."""
