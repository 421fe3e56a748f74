"""What every answer has in common: problems, HEAD, compression, entity tags, languages, headers."""

import gzip
import re
import socket

import pytest
from client import BROWSER, exchange, is_problem

JSON_DOOR = "/v1/shared/jobs/{running}"


@pytest.fixture(scope="module")
def tokens(stack) -> dict[str, str]:
    """The demo's tokens by the names of its jobs."""
    return {name: job["token"] for name, job in stack.demo["jobs"].items()}


PROBLEMS = {
    "/nothing": 404, "/v1/shared/jobs/unknown": 404, "/v1/shared/jobs/{revoked}": 410, "/v1/jobs": 401,
    "/v1/shared/jobs/{running}/tasks?x=1": 400, "/assets/nothing.css": 404, "/metrics/99": 404,
}  # fmt: skip


@pytest.mark.parametrize("path", PROBLEMS)
def test_errors_are_problems_and_pages_for_browsers(stranger, tokens, path):
    path, status = path.format(**tokens), PROBLEMS[path]
    problem = stranger.get(path)
    assert problem.status == status and is_problem(problem)
    page = stranger.get(path, BROWSER)
    assert page.status == status and page.media_type == "text/html"
    assert page.body.lstrip().lower().startswith(b"<!doctype html>")
    assert b'lang="en"' in page.body
    spanish = stranger.get(path, BROWSER | {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})
    assert b'lang="es"' in spanish.body


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        ("text/html", True), ("text/html;q=0.5, application/json;q=0.9", False), ("*/*", False), ("", False),
        ("application/json", False), ("application/json, text/html;q=0.1", False),
    ],
)  # fmt: skip
def test_who_prefers_what_gets_it(stranger, accept, is_page):
    answer = stranger.get("/v1/shared/jobs/unknown", {"Accept": accept})
    assert answer.media_type == ("text/html" if is_page else "application/problem+json")


READS = [
    JSON_DOOR, JSON_DOOR + "/tasks", JSON_DOOR + "/export?format=csv", JSON_DOOR + "/export?format=json", "/healthz",
    "/shared/jobs/{running}", "/shared/jobs/{revoked}", "/v1/shared/jobs/{revoked}", "/nothing", "/v1/jobs", "/robots.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("headers", [{}, BROWSER, {"Accept-Encoding": "gzip"}])
def test_head_is_get_without_its_body(stack, stranger, tokens, path, headers):
    path = path.format(**tokens)
    read = stranger.get(path, headers)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    sent = f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\n{lines}Connection: close\r\n\r\n"
    head = _raw_head(stack.port, sent.encode())
    # What is made while it is sent may leave its length out (RFC 9110, 9.3.2).
    ignored = {"date", "x-request-id", "connection", "content-length", "transfer-encoding"}
    assert head[0] == read.status
    expected = {name.lower(): value for name, value in read.headers.items() if name.lower() not in ignored}
    got = {name: value for name, value in head[1].items() if name not in ignored}
    assert got == expected
    if "content-length" in head[1] and read.headers["Content-Length"]:
        # A problem's length doesn't change with its request id.
        assert head[1]["content-length"] == read.headers["Content-Length"]


def _raw_head(port: int, sent: bytes) -> tuple[int, dict[str, str]]:
    """To the end of the connection, so that a body would be seen."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(sent)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    head, body = received.split(b"\r\n\r\n", 1)
    assert body == b""
    lines = head.decode().split("\r\n")
    fields = (line.split(": ", 1) for line in lines[1:])
    return int(lines[0].split()[1]), {name.lower(): value for name, value in fields}


@pytest.mark.parametrize(
    "path",
    [JSON_DOOR, JSON_DOOR + "/tasks", "/shared/jobs/{running}"]
    + [JSON_DOOR + f"/export?format={name}" for name in ("csv", "json", "ndjson")],
)
def test_compression_changes_nothing(stranger, tokens, path):
    plain = stranger.get(path.format(**tokens))
    packed = stranger.get(path.format(**tokens), {"Accept-Encoding": "gzip"})
    assert plain.headers["Content-Encoding"] is None
    if path.startswith("/shared"):
        # Pages aren't compressed where a secret stands beside what a stranger wrote.
        assert packed.plain == plain.body or len(packed.plain) == len(plain.body)
        return
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.body) < len(plain.body) and gzip.decompress(packed.body) == plain.body


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("rest", ["", "/tasks", "/tasks?limit=3"])
def test_what_is_known_is_not_sent_again(member, stranger, rest, encoding):
    job = member.job("Big enough to be compressed", description="word " * 300)
    token = member.link(job)
    member.post(f"/v1/jobs/{job}/tasks", [{"title": f"Task {number} " + "x" * 100} for number in range(9)])
    for client, base in ((member, f"/v1/jobs/{job}"), (stranger, f"/v1/shared/jobs/{token}")):
        accept = {"Accept-Encoding": encoding}
        first = client.get(base + rest, accept)
        tag = first.headers["ETag"]
        assert first.status == 200 and re.fullmatch(r'W/"[^"]+"', tag)
        assert (first.headers["Content-Encoding"] == "gzip") == (encoding == "gzip")
        assert first.headers["Cache-Control"] == "private, no-cache"
        for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            same = client.get(base + rest, accept | {"If-None-Match": known})
            assert same.status == 304 and same.body == b"" and same.headers["ETag"] == tag
        assert client.get(base + rest, accept | {"If-None-Match": '"other"'}).status == 200
        assert member.tasks(job, b'{"title":"One more","status":"completed"}') == 1
        changed = client.get(base + rest, accept | {"If-None-Match": tag})
        assert changed.status == 200 and changed.headers["ETag"] != tag
    assert member.revoke(job, token).status == 204
    gone = stranger.get(f"/v1/shared/jobs/{token}{rest}", {"If-None-Match": "*"})
    assert gone.status == 410


def test_entity_tags_tell_readers_apart(member, stranger):
    """A member's copy must never pass for a guest's."""
    job = member.job()
    token = member.link(job)
    own = member.get(f"/v1/jobs/{job}").headers["ETag"]
    assert stranger.get(f"/v1/shared/jobs/{token}", {"If-None-Match": own}).status == 200


RESPONDER = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex, nofollow"}
SITE = {
    "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
KINDS = {
    "page": ("/shared/jobs/{running}", BROWSER, RESPONDER),
    "dead page": ("/shared/jobs/{revoked}", BROWSER, RESPONDER),
    "JSON": (JSON_DOOR, {}, RESPONDER),
    "export": (JSON_DOOR + "/export?format=csv", {}, RESPONDER),
    "problem": ("/v1/shared/jobs/unknown", {}, RESPONDER),
    "refused": ("/v1/jobs", {}, RESPONDER),
    "nginx's problem": ("/v1/%00", {}, SITE),
    "nginx's page": ("/assets/nothing.js", BROWSER, SITE),
    "static": ("/robots.txt", {}, SITE),
    "no static": ("/assets/nothing.js", {}, SITE),
}


@pytest.mark.parametrize("kind", KINDS)
def test_security_headers(stranger, tokens, kind):
    path, headers, expected = KINDS[kind]
    answer = stranger.get(path.format(**tokens), headers)
    for name, value in expected.items():
        assert answer.headers.get_all(name) == [value], name
    assert "Access-Control-Allow-Origin" not in answer.headers and "Set-Cookie" not in answer.headers
    assert not re.search(r"\d", answer.headers["Server"] or "")
    if kind != "static":
        assert answer.headers.get_all("X-Request-Id") is not None
        assert re.search("no-store|no-cache", answer.headers["Cache-Control"])
    if answer.media_type == "text/html":
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy


def test_a_page_loads_only_what_is_kept_for_ever(stranger, tokens):
    page = stranger.get(f"/shared/jobs/{tokens['running']}", BROWSER).body.decode()
    assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
    assert assets
    for asset in assets:
        answer = stranger.get(asset)
        assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace("http://localhost", ""))


def test_two_languages(stranger, tokens):
    path = f"/shared/jobs/{tokens['finished']}"
    english = stranger.get(path, BROWSER)
    spanish = stranger.get(path, BROWSER | {"Accept-Language": "es"})
    assert (english.headers["Content-Language"], spanish.headers["Content-Language"]) == ("en", "es")
    assert english.body != spanish.body and b'lang="es"' in spanish.body


def test_a_request_id_is_ours(stack):
    """Not taken over from whoever asks."""
    sent = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nConnection: close\r\n\r\n"
    answer = exchange(stack.port, sent)
    assert answer and re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])
