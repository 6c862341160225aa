import base64
import hashlib
import hmac
import json
import os
import time

# Requests signed longer ago are refused, so that a recorded one can't be sent again. In seconds.
TOLERANCE = 5 * 60


def verify(headers, body: bytes, secret: str, now=None) -> bool:
    """True if the request was signed with the secret, `whsec_…`, just now. `body` is the raw body, before it is parsed."""
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    # While a secret is being replaced there are two signatures: one that matches is enough.
    signatures = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected, signature.encode()) for signature in signatures)


def handle(headers, body: bytes) -> int:
    """Returns the status to answer. With Flask: `return "", handle(request.headers, request.get_data())`."""
    if not verify(headers, body, os.environ["WEBHOOK_SECRET"]):
        return 401
    payload = json.loads(body)
    # An event may come again: remember webhook-id, and do the work once, after answering.
    print(payload["type"], headers["webhook-id"], payload["data"])
    return 204
