"""How the tests speak to Waylink: as strangers with an HTTP library, a socket, or FastCGI."""

import contextlib
import dataclasses
import gzip
import http.client
import json
import secrets
import socket
import struct
import time
from email.message import Message

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
# Without a name nobody's opens are counted.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"


@dataclasses.dataclass
class Answer:
    """What came back, and when: times are of `time.monotonic`, in seconds."""

    status: int
    headers: Message
    body: bytes
    began: float
    seconds: float

    def json(self):
        return json.loads(self.plain)

    @property
    def plain(self) -> bytes:
        """The body as it was before it was compressed for the way."""
        return gzip.decompress(self.body) if self.headers["Content-Encoding"] == "gzip" else self.body

    @property
    def media_type(self) -> str:
        return (self.headers["Content-Type"] or "").split(";")[0]


class Client:
    """One caller with one kept connection; for one thread."""

    def __init__(self, port: int, token: str | None = None, timeout: float = 10):
        self.port = port
        self.token = token
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._last_use = time.monotonic()

    def begin(self, method: str, path: str, body=None, headers=None) -> http.client.HTTPResponse:
        """Sends a request; the answer's body is for the caller to read."""
        # nginx hangs up on a connection that idles for 65 s, and this library doesn't notice.
        if time.monotonic() - self._last_use > 30:
            self.close()
        self._last_use = time.monotonic()
        sent = {"User-Agent": AGENT}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent["Content-Type"] = "application/json"
        self._connection.request(method, path, body, sent | (headers or {}))
        return self._connection.getresponse()

    def call(self, method: str, path: str, body=None, headers=None) -> Answer:
        began = time.monotonic()
        try:
            response = self.begin(method, path, body, headers)
            return Answer(
                response.status, response.headers, response.read(), began, time.monotonic() - began
            )
        except BaseException:
            # What is left of a failed exchange must not be taken for the next one's answer.
            self.close()
            raise

    def get(self, path: str, headers=None) -> Answer:
        return self.call("GET", path, headers=headers)

    def post(self, path: str, body=None, headers=None) -> Answer:
        return self.call("POST", path, body, headers)

    def close(self) -> None:
        self._connection.close()


class Member(Client):
    """Somebody with an account of their own, and a workspace."""

    def __init__(self, stack, timeout: float = 10):
        super().__init__(stack.port, timeout=timeout)
        self.stack = stack
        self.email = f"{secrets.token_hex(8)}@stranger.example"
        self.password = stack.note(secrets.token_urlsafe(15))
        made = self.post(
            "/v1/auth/register",
            {"email": self.email, "password": self.password, "name": "A. Stranger", "workspace_name": "W"},
        )
        assert made.status == 201, made.body
        self.registered = made.json()
        self.token = stack.note(self.registered["access_token"])

    @property
    def workspace(self) -> str:
        return self.registered["workspace"]["id"]

    def clone(self) -> Client:
        """The same person at another device."""
        return Client(self.port, self.token)

    def job(self, title: str = "A job", **fields) -> str:
        made = self.post("/v1/jobs", {"title": title} | fields)
        assert made.status == 201, made.body
        return made.json()["id"]

    def tasks(self, job: str, lines: bytes) -> int:
        made = self.post(f"/v1/jobs/{job}/tasks", lines, {"Content-Type": "application/x-ndjson"})
        assert made.status == 201, made.body
        return made.json()["inserted"]

    def link(self, job: str) -> str:
        made = self.post(f"/v1/jobs/{job}/share-links", {})
        assert made.status in (200, 201), made.body
        return self.stack.note(made.json()["token"])

    def revoke(self, job: str, token: str) -> Answer:
        return self.call("DELETE", f"/v1/jobs/{job}/share-links/{token}")

    def titles(self) -> list[str]:
        """Of all jobs of the workspace."""
        titles, cursor = [], ""
        while True:
            page = self.get(f"/v1/jobs?limit=200{cursor}").json()
            titles += [job["title"] for job in page["jobs"]]
            if page["next_cursor"] is None:
                return titles
            cursor = f"&cursor={page['next_cursor']}"


class Company(Client):
    """A client for whom jobs are posted, signed in to its account."""

    def __init__(self, stack, name: str = "Acme Corp", timeout: float = 10):
        super().__init__(stack.port, timeout=timeout)
        self.stack = stack
        self.email = f"{secrets.token_hex(8)}@client.example"
        self.password = stack.note(secrets.token_urlsafe(15))
        made = self.post("/v1/client/register", {"company_name": name, "email": self.email, "password": self.password})
        assert made.status == 201, made.body
        self.registered = made.json()
        self.id: str = self.registered["client_id"]
        self.connection_id: str = self.registered["connection_id"]
        self.token = stack.note(self.registered["access_token"])

    def clone(self) -> Client:
        """The same at another device."""
        return Client(self.port, self.token)

    def decide(self, workspace: str, consent: str) -> Answer:
        return self.call("PUT", f"/v1/client/workspaces/{workspace}", {"consent": consent})

    def ask_first(self) -> None:
        changed = self.call("PATCH", "/v1/client/profile", {"ask_first": True})
        assert changed.status == 200 and changed.json()["ask_first"] is True, changed.body


def doors(token: str) -> list[str]:
    """Every address that a job's share link opens."""
    shared = f"/v1/shared/jobs/{token}"
    exports = [f"{shared}/export?format={name}" for name in ("csv", "json", "ndjson")]
    return [shared, f"{shared}/tasks", *exports, f"/shared/jobs/{token}"]


def exchange(port: int, sent: bytes, timeout: float = 5, closes: bool = False) -> Answer | None:
    """Sends bytes as they are and reads one answer; None for a connection that was just closed.

    `closes` ends our side after the last byte, as somebody does who has gone.
    """
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(sent)
        if closes:
            connection.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(connection)
        try:
            response.begin()
            body = response.read()
        except (http.client.BadStatusLine, ConnectionResetError):
            return None
        return Answer(response.status, response.headers, body, began, time.monotonic() - began)


def is_problem(answer: Answer, code: str | None = None) -> bool:
    """Whether an answer is a problem (RFC 9457) with all that the contract asks of one."""
    assert answer.media_type == "application/problem+json", (answer.status, answer.headers.items())
    problem = answer.json()
    assert problem["type"] == "about:blank"
    assert problem["status"] == answer.status
    assert problem["title"] and problem["detail"]
    assert problem["request_id"] and problem["request_id"] == answer.headers["X-Request-Id"]
    for error in problem.get("errors", []):
        assert set(error) == {"field", "code", "detail"}
    return code is None or problem["code"] == code


# --- FastCGI, to reach a responder without nginx in between -------------------------------------


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def _pair(name: str, value: str) -> bytes:
    encoded = [text.encode() for text in (name, value)]
    lengths = [bytes([len(text)]) if len(text) < 128 else struct.pack(">I", len(text) | 1 << 31) for text in encoded]
    return b"".join(lengths + encoded)


def fastcgi(path: str, parameters: dict[str, str], body: bytes = b"", leaves: bool = False) -> bytes:
    """Asks a responder's socket; returns what it put out. `leaves` hangs up after the body."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(path)
        connection.sendall(_record(1, struct.pack(">HB5x", 1, 0)))
        connection.sendall(_record(4, b"".join(_pair(*item) for item in parameters.items())) + _record(4, b""))
        with contextlib.suppress(BrokenPipeError):
            for start in range(0, len(body), 32_768):
                connection.sendall(_record(5, body[start : start + 32_768]))
        if leaves:
            return b""
        connection.sendall(_record(5, b""))
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    return _standard_output(received)


def _standard_output(records: bytes) -> bytes:
    output, position = b"", 0
    while position + 8 <= len(records):
        kind, length, padding = struct.unpack(">xBxxHBx", records[position : position + 8])
        if kind == 6:
            output += records[position + 8 : position + 8 + length]
        position += 8 + length + padding
    return output
