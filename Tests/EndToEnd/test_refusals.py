"""What bad input gets: the contract's codes, never a 5xx, nothing half-written."""

import json
import re
import secrets
import socket
import threading
import time
import uuid

import pytest
from client import BROWSER, Client, doors, exchange, is_problem
from load import Load

TOKEN = secrets.token_urlsafe(18)
ODD_TOKENS = {
    "NUL": TOKEN[:-3] + "%00", "slash": TOKEN[:8] + "%2F" + TOKEN[8:], "emoji": "🔑", "long": "A" * 5_000,
    "very long": "A" * 40_000, "dots": "../" + TOKEN, "encoded dots": "%2e%2e%2f" + TOKEN,
    "more dots": "../../../../etc/passwd", "not UTF-8": TOKEN + "%ff", "overlong": "%c0%af" + TOKEN,
    "surrogate": "%ed%a0%80", "broken escape": TOKEN + "%", "half escape": TOKEN + "%4", "not hex": "%zz" + TOKEN,
    "space": TOKEN + "%20", "line": TOKEN + "%0d%0aX-Evil:%201", "quote": "'%20OR%20'1'='1", "markup": "%3Cscript%3E",
    "plus": TOKEN[:-1] + "+", "padding": TOKEN + "=", "empty": "", "semicolon": TOKEN + ";x", "one off": TOKEN[:-1],
    "one more": TOKEN + "A", "colon": "::", "backslash": "..%5c" + TOKEN, "wide": "%EF%BC%A1" + TOKEN[1:],
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_TOKENS)
def test_odd_tokens(stack, member, name):
    token = ODD_TOKENS[name]
    stack.note(TOKEN)
    requests = [("GET", door, "") for door in doors(token)]
    path = f"/v1/jobs/{member.job()}/share-links/{token}"
    requests.append(("DELETE", path, f"Authorization: Bearer {member.token}\r\n"))
    for accept in ("*/*", BROWSER["Accept"]):
        for method, target, extra in requests:
            head = f"{method} {target} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n{extra}Connection: close\r\n\r\n"
            answer = exchange(stack.port, head.encode())
            # Dots and an empty token lead to other addresses, which may not take this method.
            assert answer and answer.status in (400, 404, 405, 414), (target, answer)
            assert "X-Evil" not in answer.headers
            # A request line that nginx can't read is refused before it has seen who would like a page.
            if accept == "*/*" or answer.status in (400, 414) and answer.media_type != "text/html":
                assert is_problem(answer)
            else:
                assert answer.media_type == "text/html"


ANY = str(uuid.uuid4())
ROUTES = {
    "/v1/auth/register": "POST", "/v1/auth/login": "POST", "/v1/auth/refresh": "POST",
    "/v1/auth/logout": "POST", "/v1/auth/password": "POST", "/v1/me": "GET, HEAD",
    "/v1/auth/password-reset": "POST", "/v1/auth/password-reset/confirm": "POST", "/v1/me/messages": "GET, HEAD, PATCH",
    "/v1/me/sessions": "GET, HEAD, DELETE", f"/v1/me/sessions/{ANY}": "DELETE",
    f"/api/workspaces/{ANY}/memberships": "GET, HEAD, POST",
    f"/api/workspaces/{ANY}/memberships/{ANY}": "PATCH, DELETE",
    f"/api/workspaces/{ANY}/api-keys": "GET, HEAD, POST", f"/api/workspaces/{ANY}/api-keys/{ANY}": "DELETE",
    "/v1/jobs": "GET, HEAD, POST",
    f"/v1/jobs/{ANY}": "GET, HEAD, PATCH, DELETE", f"/v1/jobs/{ANY}/cancel": "POST",
    f"/v1/jobs/{ANY}/restart": "POST", f"/v1/jobs/{ANY}/restore": "POST", f"/v1/jobs/{ANY}/tasks/{ANY}": "PATCH",
    f"/v1/jobs/{ANY}/tasks": "GET, HEAD, POST", f"/v1/jobs/{ANY}/export": "GET, HEAD",
    f"/v1/jobs/{ANY}/share-links": "GET, HEAD, POST", f"/v1/jobs/{ANY}/share-links/{TOKEN}": "PATCH, DELETE",
    f"/v1/jobs/{ANY}/share-links/{TOKEN}/rotate": "POST", f"/v1/jobs/{ANY}/share-links/{TOKEN}/opens": "GET, HEAD",
    f"/v1/jobs/{ANY}/share-links/{TOKEN}/events": "GET, HEAD",
    "/v1/albums": "GET, HEAD, POST", f"/v1/albums/{ANY}": "GET, HEAD, PATCH, DELETE",
    f"/v1/albums/{ANY}/restore": "POST", f"/v1/albums/{ANY}/members": "GET, HEAD",
    f"/v1/albums/{ANY}/members/{ANY}": "DELETE", f"/v1/albums/{ANY}/share-link": "GET, HEAD, POST, DELETE",
    f"/v1/albums/{ANY}/share-link/rotate": "POST", f"/v1/albums/{ANY}/share-links": "GET, HEAD, POST",
    f"/v1/albums/{ANY}/share-links/{ANY}": "PATCH, DELETE", f"/v1/albums/{ANY}/share-links/{ANY}/opens": "GET, HEAD",
    f"/v1/albums/{ANY}/share-links/{ANY}/events": "GET, HEAD", f"/v1/shared/albums/{TOKEN}": "GET, HEAD",
    f"/v1/shared/albums/{TOKEN}/accept": "POST", f"/v1/shared/albums/{TOKEN}/photos/{ANY}": "GET, HEAD",
    f"/v1/albums/{ANY}/photos": "GET, HEAD, POST", f"/v1/albums/{ANY}/photos/{ANY}": "GET, HEAD, PATCH, DELETE",
    f"/api/workspaces/{ANY}/documents": "GET, HEAD, POST", f"/api/documents/{ANY}": "GET, HEAD, PATCH, DELETE",
    f"/api/documents/{ANY}/restore": "POST", f"/api/documents/{ANY}/versions": "GET, HEAD",
    f"/api/documents/{ANY}/versions/1": "GET, HEAD", f"/api/documents/{ANY}/comments": "GET, HEAD, POST",
    f"/api/documents/{ANY}/comments/{ANY}": "PATCH, DELETE", f"/api/documents/{ANY}/edit-requests": "GET, HEAD",
    f"/api/documents/{ANY}/edit-requests/{ANY}": "PATCH", f"/api/share-links/{TOKEN}/comments": "GET, HEAD, POST",
    f"/api/share-links/{TOKEN}/comments/{ANY}": "PATCH, DELETE", f"/api/share-links/{TOKEN}/edit-requests": "POST",
    f"/api/documents/{ANY}/share-links": "GET, HEAD, POST", f"/api/share-links/{ANY}": "PATCH, DELETE",
    f"/api/share-links/{ANY}/opens": "GET, HEAD", f"/api/share-links/{ANY}/events": "GET, HEAD",
    f"/api/share-links/{TOKEN}/access": "POST", f"/api/share-links/{TOKEN}/document": "GET, HEAD",
    "/v1/client/register": "POST", "/v1/client/profile": "GET, HEAD, PATCH", "/v1/client/close": "POST",
    f"/v1/client/by-connection/{'0a' * 12}": "GET, HEAD", "/v1/client/workspaces": "GET, HEAD",
    f"/v1/client/workspaces/{ANY}": "PUT", "/v1/client/lookups": "GET, HEAD", "/v1/client/jobs": "GET, HEAD",
    f"/v1/client/jobs/{ANY}": "GET, HEAD", f"/v1/client/jobs/{ANY}/tasks": "GET, HEAD", "/v1/client/stats": "GET, HEAD",
    f"/v1/shared/jobs/{TOKEN}": "GET, HEAD", f"/v1/shared/jobs/{TOKEN}/tasks": "GET, HEAD",
    f"/v1/shared/jobs/{TOKEN}/export": "GET, HEAD", f"/shared/jobs/{TOKEN}": "GET, HEAD",
    "/healthz": "GET, HEAD", "/readyz": "GET, HEAD", "/metrics": "GET, HEAD", "/robots.txt": "GET, HEAD",
}  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "BREW", "get"]


@pytest.mark.parametrize("path", ROUTES)
def test_wrong_methods(stranger, path):
    allowed = ROUTES[path].split(", ")
    for method in set(METHODS) - set(allowed):
        # nginx itself refuses what is not in capital letters.
        statuses = (400, 405) if method == "get" else (405,)
        answer = stranger.call(method, path)
        assert answer.status in statuses, (method, answer.status)
        if method != "HEAD":
            assert is_problem(answer)
        if answer.status == 405:
            assert answer.headers["Allow"] == ROUTES[path], method


def test_trace_is_refused(stranger):
    answer = stranger.call("TRACE", "/healthz", headers={"Cookie": "not-to-be-told=1"})
    assert answer.status == 405 and answer.headers["Allow"] and b"not-to-be-told" not in answer.body


@pytest.mark.parametrize(
    "path", ["/nothing", "/v1", "/v1/", "/v1/jobs/", "/v1//jobs", "/v2/jobs", "/v1/jobs/x", "/V1/jobs", "/..", "/shared"]
)
def test_other_addresses(stranger, path):
    answer = stranger.get(path)
    assert answer.status in (400, 404) and is_problem(answer)


DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES = {
    "nothing": (b"", 400, "validation_failed"),
    "not JSON": (b"{title:1}", 400, "invalid_json"),
    "cut": (b'{"title":"A', 400, "invalid_json"),
    "two": (b'{"title":"A"}{"title":"B"}', 400, "invalid_json"),
    "array": (b"[]", 400, "invalid_json"),
    "text": (b'"title"', 400, "invalid_json"),
    "deep": (b'{"title":"A","columns":' + DEEP + b"}", 400, "invalid_json"),
    "deep objects": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400, "invalid_json"),
    "duplicate": (b'{"title":"A","title":"B"}', 400, "validation_failed"),
    "duplicate, escaped": (b'{"title":"A","\\u0074itle":"B"}', 400, "validation_failed"),
    "unknown": (b'{"title":"A","titel":"B"}', 400, "validation_failed"),
    "number": (b'{"title":1}', 400, "validation_failed"),
    "null": (b'{"title":null}', 400, "validation_failed"),
    "blank": (b'{"title":" \\u2003 "}', 400, "validation_failed"),
    "NUL": (b'{"title":"A\\u0000B"}', 400, "validation_failed"),
    "raw control": (b'{"title":"A\x01B"}', 400, "invalid_json"),
    "lone surrogate": (b'{"title":"\\ud800"}', 400, "invalid_json"),
    "not UTF-8": (b'{"title":"\xff\xfe"}', 400, "invalid_json"),
    "UTF-16": ('{"title":"A"}'.encode("utf-16"), 400, "invalid_json"),
    "too long": (json.dumps({"title": "A" * 501}).encode(), 400, "validation_failed"),
    "huge number": (b'{"title":1' + b"0" * 5_000 + b"}", 400, None),
    "over our limit": (b'{"title":"' + b"A" * (1 << 20) + b'"}', 413, "payload_too_large"),
    "over nginx's limit": (b'{"title":"' + b"A" * (3 << 20) + b'"}', 413, "payload_too_large"),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies(stack, member, name):
    body, status, code = BODIES[name]
    before = len(member.titles())
    for data in (body, iter([body])):  # with its length, and in chunks
        client = Client(stack.port, member.token)
        answer = client.post("/v1/jobs", data, {"Content-Type": "application/json"})
        assert answer.status == status and is_problem(answer, code), answer.body
    assert len(member.titles()) == before


def test_all_wrong_fields_are_named_at_once(stranger):
    answer = stranger.post("/v1/auth/register", {"email": "no", "password": "short", "more": 1})
    assert answer.status == 400 and is_problem(answer, "validation_failed")
    assert {error["field"] for error in answer.json()["errors"]} == {
        "email", "password", "name", "workspace_name", "more",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "a", "\xff"])
def test_media_types(member, kind):
    job = member.job()
    for path, body in (("/v1/jobs", b'{"title":"A"}'), (f"/v1/jobs/{job}/tasks", b'[{"title":"A"}]')):
        answer = member.post(path, body, {"Content-Type": kind})
        assert answer.status == 415 and is_problem(answer, "unsupported_media_type")


def test_a_body_in_chunks_is_taken(member):
    sent = iter([b'{"ti', b'tle":"In ', b'chunks"}'])
    made = member.post("/v1/jobs", sent, {"Content-Type": "application/json"})
    assert made.status == 201 and made.json()["title"] == "In chunks"


@pytest.mark.parametrize("line", [1, 5_001, 70_001])
@pytest.mark.parametrize(
    "bad", [b"{", b"[]", b'{"titel":"A"}', b'{"title":"A","status":"done"}', b'{"title":"A","attributes":{"n":"x"}}']
)
def test_an_import_with_a_bad_line_leaves_nothing(stack, member, line, bad):
    job = member.job(columns=[{"key": "n", "label": "N", "type": "number"}])
    body = b'{"title":"A","attributes":{"n":1}}\n' * (line - 1) + bad + b"\n" + b'{"title":"Z"}\n' * 10
    answer = member.post(f"/v1/jobs/{job}/tasks", body, {"Content-Type": "application/x-ndjson"})
    assert answer.status == 400 and is_problem(answer)
    assert re.search(rf"\bline {line}\b", answer.json()["detail"])
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == 0
    assert stack.query(f"SELECT COUNT(*) FROM tasks WHERE job_id = '{job}'").strip() == "0"


@pytest.mark.parametrize(
    "query", ["nope=1", "limit=0", "limit=201", "limit=-1", "limit=ten", "limit=", "limit=1&limit=2", "cursor=zzz",
              "cursor=%ff", "%zz=1", "sort=error", "status=done", "attr[x]=1", "&".join(f"a{n}=1" for n in range(99))]
)  # fmt: skip
def test_queries(stack, member, stranger, query):
    job = member.job()
    token = member.link(job)
    for client, path in ((member, f"/v1/jobs/{job}/tasks"), (stranger, f"/v1/shared/jobs/{token}/tasks")):
        answer = client.get(f"{path}?{query}")
        assert answer.status == 400 and is_problem(answer, "validation_failed")


@pytest.mark.parametrize("query", ["", "?format=xml", "?format=CSV", "?format=csv&format=json", "?format=csv&x=1"])
def test_export_formats(member, query):
    answer = member.get(f"/v1/jobs/{member.job()}/export{query}")
    assert answer.status == 400 and is_problem(answer, "validation_failed")


FRAMES = {
    "too little": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{}",
    "too little, import": b"POST /v1/jobs/" + ANY.encode() + b"/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n[",
    "negative": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}",
    "word": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: two\r\n\r\n{}",
    "twice": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "both": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "enormous": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "broken chunk": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
    "cut chunk": b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40),
    "long header": b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 70_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    "other version": b"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
    "space in header": b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
}


@pytest.mark.parametrize("name", FRAMES)
def test_broken_framing(stack, stranger, name):
    try:
        answer = exchange(stack.port, FRAMES[name], closes=True)
    except (BrokenPipeError, ConnectionResetError):
        answer = None  # closed before all of it was sent
    assert answer is None or 400 <= answer.status <= 505 and answer.status not in (500, 502, 504), answer
    assert stranger.get("/healthz").status == 200


def test_what_follows_a_body_is_not_part_of_it(stack):
    """More than was announced is the next request, and a broken one."""
    body = b'{"email":"a@b.example","password":"not the one"}'
    head = b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", stack.port), 5) as connection:
        connection.sendall(head % len(body) + body + b"}}}}\r\n\r\n")
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    assert [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", received)] == [401, 400]


def test_slow_senders_hold_nobody_up(stack, stranger):
    """Far more of them than there are threads."""
    head = b"POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
    slow = [socket.create_connection(("127.0.0.1", stack.port), 5) for _ in range(100)]
    try:
        for number, connection in enumerate(slow):
            connection.sendall(head + b"{" if number % 2 else head[:30])
        for _ in range(50):
            answer = stranger.get(f"/v1/shared/jobs/{stack.demo['jobs']['running']['token']}")
            assert answer.status == 200 and answer.seconds < 3
        for piece in (b'"email":1,', b'"password":1' + b" " * 16 + b"}"):
            slow[1].sendall(piece)
            time.sleep(0.3)
        assert slow[1].recv(64).startswith(b"HTTP/1.1 400 ")
    finally:
        for connection in slow:
            connection.close()


def test_slow_readers_hold_nobody_up(stack, stranger):
    """More than there are threads ask for exports and don't read them."""
    token = stack.demo["jobs"]["running"]["token"]
    sent = f"GET /v1/shared/jobs/{token}/export?format=json HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    slow = []
    try:
        for _ in range(40):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.settimeout(5)
            connection.connect(("127.0.0.1", stack.port))
            connection.sendall(sent)
            slow.append(connection)
        for _ in range(50):
            answer = stranger.get(f"/v1/shared/jobs/{token}")
            assert answer.status == 200 and answer.seconds < 3
    finally:
        for connection in slow:
            connection.close()


def test_nonsense_under_load_ends_no_responder(stack, member):
    """Nothing of all this may end a process: the same ones still serve."""
    before = stack.all_responders()
    lock = threading.Lock()
    frames = iter(list(FRAMES.values()) * 3)

    def nonsense() -> None:
        with lock:
            frame = next(frames, None)
        if frame is None:
            return time.sleep(0.05)
        try:
            exchange(stack.port, frame, closes=True)
        except (BrokenPipeError, ConnectionResetError):
            pass

    clients = [member.clone() for _ in range(2)]
    with Load(nonsense, nonsense, *(lambda client=client: _is_fine(client) for client in clients)) as load:
        load.lasts(2)
    assert stack.responders() == before


def _is_fine(client: Client) -> None:
    assert client.get("/v1/jobs?limit=1").status == 200
