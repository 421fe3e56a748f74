"""What uploads may take of others: nothing of nginx's disk for strangers, no more than promised for anybody,
and nothing at all where there is no room."""

import contextlib
import re
import socket

import pytest
from client import BROWSER, Client, Member, is_problem
from pictures import form, png
from sites import https_responder, production_site
from test_albums import Album
from test_console import Browser, browser  # noqa: F401 - a fixture
from test_photos import add

LARGE = 150 << 20


@pytest.fixture
def album(stack) -> Album:
    return Album(stack, Member(stack))


def begin(port: int, path: str, *headers: str, length: int = LARGE) -> tuple[int, dict[str, str], str] | None:
    """Sends the beginning of a large body, and waits two seconds for an answer; None without one."""
    head = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {form(b'')[1]['Content-Type']}",
            f"Content-Length: {length}", *headers]  # fmt: skip
    with socket.create_connection(("127.0.0.1", port), 2) as connection:
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
        with contextlib.suppress(ConnectionError, TimeoutError):
            connection.sendall(bytes(256 << 10))
        received = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            while piece := connection.recv(65_536):
                received += piece
    if not received:
        return None
    head, _, body = received.decode().partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    found = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return int(status.split()[1]), found, body


@pytest.mark.parametrize("path", ["/v1/albums/{id}/photos", "/console/albums/{id}/photos"])
def test_a_stranger_is_refused_before_anything_is_kept(stack, album, path):
    path = path.format(id=album.id)
    answer = begin(stack.port, path)
    assert answer is not None, "the body is being waited for"
    status, headers, body = answer
    assert status == 401 and headers["content-type"] == "application/problem+json"
    assert '"code":"unauthorized"' in body
    # It is no more than a guess that saves room: who says to be somebody is asked by the responder.
    claim = "Cookie: a=b; waylink=x" if path.startswith("/console") else "Authorization: Bearer x"
    assert begin(stack.port, path, claim) is None
    assert begin(stack.port, path, "Cookie: notwaylink=x; waylink=").__class__ is tuple


@pytest.mark.parametrize("cookie", ["waylink=x", "__Host-waylink=x", "a=b; __Host-waylink=x; c=d"])
def test_the_cookie_is_known_by_both_its_names(stack, album, cookie):
    assert begin(stack.port, f"/console/albums/{album.id}/photos", f"Cookie: {cookie}") is None


@pytest.mark.parametrize("language, words", [("en", "You are signed out"), ("es", "Se ha cerrado tu sesión")])
def test_a_browser_is_told_in_words(stack, album, language, words):
    body, headers = form(png(4, 4))
    at = f"/console/albums/{album.id}/photos"
    page = Client(stack.port).post(at, body, headers | BROWSER | {"Accept-Language": language})
    assert page.status == 401 and words in page.plain.decode()
    assert '<a href="/console/sign-in">' in page.plain.decode()
    assert Client(stack.port).get(at, BROWSER).status == 303, "who only looks is led to where one signs in"


def test_more_than_a_request_may_have_is_told_clearly(stack, album):
    """What nginx enforces is what the contract promises."""
    token = f"Authorization: Bearer {album.owner.token}"
    status, headers, body = begin(stack.port, f"{album.at}/photos", token, length=(200 << 20) + 1)
    assert status == 413 and headers["content-type"] == "application/problem+json"
    assert '"code":"payload_too_large"' in body and "200 MiB" in body
    assert begin(stack.port, f"{album.at}/photos", token, length=200 << 20) is None
    contract = Client(stack.port).get("/openapi.yaml").plain.decode()
    described = contract.split("operationId: addAlbumPhotos")[1].split("operationId:")[0]
    assert set(re.findall(r"(\d+) MiB", described)) == {"25", "200"}
    # Elsewhere it says what it said.
    assert "photos" not in begin(stack.port, "/v1/albums", token, length=LARGE)[2]


@pytest.mark.parametrize("language, words", [
    ("en", "These photos are too large together"), ("es", "Estas fotos son demasiado grandes juntas"),
])
def test_a_page_says_so_too(stack, album, language, words):
    status, _, body = begin(
        stack.port, f"/console/albums/{album.id}/photos", "Cookie: waylink=x", "Accept: text/html",
        f"Accept-Language: {language}", length=LARGE * 2)
    assert status == 413 and words in body and "200 MB" in body


def test_the_same_form_adds_once(browser):
    """As a page without scripts sends it: its reply was lost, and it is sent again."""
    made = browser.send(browser.visit("/console/albums/new"), "/console/albums/new", title="Lake")
    at = made.headers["Location"]
    page = browser.visit(at).plain.decode()
    section = page.split(f'action="{at}/photos"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(form_token|once)" value="([^"]+)"', section))
    assert set(fields) == {"form_token", "once"}
    for _ in range(2):
        assert browser.call("POST", f"{at}/photos", *posted(fields, PICTURE, browser)).status == 303
    assert browser.visit(at).plain.decode().count("size=thumb") == 1
    other = browser.call("POST", f"{at}/photos", *posted(fields, png(5, 5), browser))
    assert other.status == 409 and 'name="once"' in other.plain.decode()


PICTURE = png(20, 20)


def posted(fields: dict[str, str], picture: bytes, browser: Browser) -> tuple[bytes, dict[str, str]]:
    """The fields before the files, as browsers send them."""
    plain, headers = form(**fields)
    files, _ = form(picture)
    return plain[: plain.rindex(b"--waylink-pictures--")] + files, headers | BROWSER | browser.cookie


# --- No room ---


def test_where_there_is_no_room_nothing_is_kept(stack, album):
    """A responder that can write no file beyond 4 MB: to it, it is as though the disk were full."""
    small, large = png(30, 30), png(1_300, 1_300)
    assert len(large) > 5_000_000
    count = "SELECT (SELECT COUNT(*) FROM album_photos), COUNT(*) FROM files WHERE reference_count > 0"
    before = stack.query(count)
    with (
        https_responder(stack, stack.demo["base_url"], largest_file=4_000_000) as path,
        production_site(stack, [path]) as site,
    ):
        owner = Client(site.port, album.owner.token)
        owner._connection = site.secure()
        for files in ([large], [small, large]):
            refused = add(album, *files, by=owner)
            assert refused.status == 507 and is_problem(refused, "storage_full"), refused.body
        assert stack.query(count) == before
        assert owner.get(f"{album.at}/photos").json()["photos"] == []
        assert add(album, small, by=owner).status == 201, "what there is room for is taken"
    assert add(album, large).status == 201, "elsewhere there is room"
