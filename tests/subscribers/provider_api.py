"""The interfaces of a few providers on 127.0.0.1, as far as they are needed to take messages from Recap."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@contextmanager
def provider_api():
    """Serve, and yield what was asked: `calls` of (path, body), answered by `answer`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.calls, server.answer = [], accept
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = "json" in self.headers["Content-Type"]
        body = json.loads(raw) if is_json else parse_qs(raw)
        self.server.calls.append((self.path, body))
        answer = self.server.answer(self.path, body)
        if answer is None:  # the connection ends and nothing was said
            self.close_connection = True
            return
        status, said = answer
        said = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.send_header("X-Message-Id", "from-the-header")
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *arguments):
        pass


def accept(path, body):
    """What each provider answers where all is well."""
    if path.endswith("/messages"):  # Mailgun
        return 200, {"id": "<20250714.1@example.com>", "message": "Queued. Thank you."}
    if path.endswith("/mail/send"):  # SendGrid
        return 202, {}
    if path == "/email":  # Postmark
        return 200, {"ErrorCode": 0, "Message": "OK", "MessageID": "p-1", "To": body["To"]}
    if path == "/v3.1/send":  # Mailjet
        sent = [{"Email": message["To"][0]["Email"], "MessageID": 7} for message in body["Messages"]]
        return 200, {"Messages": [{"Status": "success", "To": [one]} for one in sent]}
    raise ValueError(path)
