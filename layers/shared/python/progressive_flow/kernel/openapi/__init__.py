"""The OpenAPI document: written from the declarations, packaged for deployed functions, and asked for unknown routes."""
