import hashlib
import hmac
import json
import os
import time

# Requests signed longer ago are refused, so that a recorded one can't be sent again. In seconds.
TOLERANCE = 5 * 60


def verify(headers, body: bytes, secret: str, now=None) -> bool:
    """True if the request was signed with the secret, just now. `body` is the raw body, before it is parsed."""
    parts = [part.partition("=")[::2] for part in headers.get("X-Campsite-Signature", "").split(",")]
    timestamp = next((value for name, value in parts if name == "t"), "")
    if not timestamp.isdigit() or abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE:
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    # While a secret is being replaced there are two signatures: one that matches is enough.
    return any(name == "v1" and hmac.compare_digest(expected.encode(), value.encode()) for name, value in parts)


def handle(headers, body: bytes) -> int:
    """Returns the status to answer. With Flask: `return "", handle(request.headers, request.get_data())`."""
    if not verify(headers, body, os.environ["WEBHOOK_SECRET"]):
        return 401
    payload = json.loads(body)
    # A delivery may come again: remember id, and do the work once, after answering.
    print(payload["type"], payload["id"], payload["data"])
    return 204
