"""What a page of another origin may send and read: one list for API Gateway and for the local gateway.

Tokens are sent in a header and never in a cookie, so that no credentials are allowed. Standard library only.
"""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = ("authorization", "content-type", "idempotency-key", "if-match", "if-none-match")
EXPOSED_HEADERS = (
    "allow",
    "etag",
    "idempotency-replayed",
    "location",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "www-authenticate",
    "x-request-id",
)
MAX_AGE = 3600  # seconds that a browser need not ask again
