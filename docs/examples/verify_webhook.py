"""A receiver for an HTTPS destination. It checks both proofs over the bytes as they came, before it parses them.

SHARED_SECRET='…' SIGNING_SECRET='whsec_…' PORT=8099 python3 verify_webhook.py

Standard library only; Python 3.8 or newer.
"""

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300


def token_is_valid(body, headers, shared_secret):
    """Things-Message-Token: hex SHA-256 of the body followed by the shared secret."""
    expected = hashlib.sha256(body + shared_secret.encode()).hexdigest()
    return hmac.compare_digest(headers.get("Things-Message-Token", "").encode(), expected.encode())


def signature_is_valid(body, headers, signing_secret, now=None):
    """Standard Webhooks: base64 HMAC-SHA256 of "id.timestamp.body"; there may be several signatures, one must fit."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    now = time.time() if now is None else now
    if not message_id or not timestamp.isdecimal() or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(signing_secret[len("whsec_"):])
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    signatures = headers.get("webhook-signature", "").split(" ")
    return any([hmac.compare_digest(signature.encode(), expected) for signature in signatures])


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        valid = token_is_valid(body, self.headers, os.environ["SHARED_SECRET"])
        valid = signature_is_valid(body, self.headers, os.environ["SIGNING_SECRET"]) and valid
        if valid:
            records = json.loads(body)
            print(self.headers["webhook-id"], records[0].get("bn"), len(records), "records", flush=True)
        self.send_response(204 if valid else 401)
        if not valid:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8099"))), Receiver)
    print(f"Receiving on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
