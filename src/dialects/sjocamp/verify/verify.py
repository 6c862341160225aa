import hashlib
import hmac
import json
import os


def verify(headers, body: bytes, secret: str) -> bool:
    """True if the request was signed with the secret. `body` is the raw body, before it is parsed."""
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    received = headers.get("X-Sjocamp-Signature", "")
    return hmac.compare_digest(expected.encode(), received.encode())


def handle(headers, body: bytes) -> int:
    """Returns the status to answer. With Flask: `return "", handle(request.headers, request.get_data())`."""
    if not verify(headers, body, os.environ["WEBHOOK_SECRET"]):
        return 401
    payload = json.loads(body)
    # A delivery may come again: remember delivery_id, and do the work once, after answering.
    print(payload["event"], payload["delivery_id"], payload["data"])
    return 204
