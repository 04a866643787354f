"""What every function uses: HTTP, the database, declarations, events, logs. It knows no domain."""
