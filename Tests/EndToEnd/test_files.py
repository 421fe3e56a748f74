"""What was uploaded, as nginx sends it: once a responder has said yes, and never otherwise.

The responder here is a stand-in that answers as `Files` does; everything else is the production site.
"""

import contextlib
import hashlib
import shutil
import socket
import struct
import threading

import pytest

from sites import folder, production_site

CONTENT = b"\xff\xd8\xff" + bytes(range(256)) * 40
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PLACE = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
ANSWER = {
    "Content-Type": "image/jpeg",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": 'attachment; filename="car.jpg"',
    "ETag": f'W/"{SHA256}"',
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": "the-responders-own",
}


def _answer(connection: socket.socket, redirect: str) -> None:
    """One FastCGI request (FastCGI 1.0, section 3.3), read to its end and answered."""
    with connection, connection.makefile("rb") as stream:
        while head := stream.read(8):
            _, kind, request, length, padding = struct.unpack(">BBHHBx", head)
            stream.read(length + padding)
            if kind == 5 and length == 0:
                break
        headers = ANSWER | {"X-Accel-Redirect": redirect}
        text = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\n"
        # In one piece: nginx closes as soon as it has read where the file is, and more would meet a broken pipe.
        records = ((6, text), (6, b""), (3, bytes(8)))
        connection.sendall(
            b"".join(struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content for kind, content in records)
        )


@contextlib.contextmanager
def _responder(redirect: str):
    """Answers everything with the same file; its socket."""
    with folder() as home, socket.socket(socket.AF_UNIX) as listener:
        path = home / "responder.sock"
        listener.bind(str(path))
        path.chmod(0o666)
        listener.listen(16)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while connection := listener.accept()[0]:
                    # One request that is broken off costs no other its answer.
                    with contextlib.suppress(OSError):
                        _answer(connection, redirect)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield path
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@pytest.fixture(scope="module")
def stored(stack):
    """A file where the stack keeps its files, as if a responder had put it there; gone afterwards."""
    files = stack.home / "files"
    path = files / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(CONTENT)
    # A folder of another owner would keep responders from adding to it all files of this beginning.
    for made in (path.parent.parent, path.parent, path):
        shutil.chown(made, files.stat().st_uid, files.stat().st_gid)
        made.chmod(0o644 if made == path else 0o755)
    yield path
    path.unlink()


@pytest.fixture(scope="module")
def site(stack, stored):
    with _responder(f"/.waylink/files/{PLACE}") as path, production_site(stack, [path]) as site:
        yield site


def _ask(site, method: str = "GET", path: str = "/v1/albums/a/photos/b", **headers: str):
    connection = site.secure()
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_a_file_is_sent_with_what_the_responder_says_of_it(site):
    response, body = _ask(site)
    assert response.status == 200 and body == CONTENT
    for name, value in ANSWER.items():
        assert response.headers.get_all(name) == [value], name
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Strict-Transport-Security"]
    # Somebody else may have uploaded the same file before.
    assert response.headers["Last-Modified"] is None
    assert response.headers["X-Accel-Redirect"] is None


def test_a_part_of_it_is_sent(site):
    response, body = _ask(site, Range="bytes=100-199")
    assert response.status == 206 and body == CONTENT[100:200]
    assert response.headers["Content-Range"] == f"bytes 100-199/{len(CONTENT)}"
    assert response.headers["Content-Security-Policy"] == ANSWER["Content-Security-Policy"]
    response, _ = _ask(site, Range=f"bytes={len(CONTENT)}-")
    assert response.status == 416


def test_a_head_has_no_body(site):
    response, body = _ask(site, "HEAD")
    assert response.status == 200 and body == b""
    assert response.headers["Content-Length"] == str(len(CONTENT))


def test_only_the_responder_says_that_it_is_known(site):
    # The stand-in never says 304; nginx must not say it by itself.
    for headers in ({"If_None_Match": ANSWER["ETag"]}, {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
        response, body = _ask(site, **headers)
        assert response.status == 200 and body == CONTENT


@pytest.mark.parametrize(
    "path",
    [f"/.waylink/files/{PLACE}", f"/%2ewaylink/files/{PLACE}", f"//.waylink/files/{PLACE}", f"/a/../.waylink/files/{PLACE}",
     "/.waylink/files/", "/.waylink/files", f"/.waylink/files/../files/{PLACE}", f"/files/{PLACE}"],
)  # fmt: skip
def test_nobody_gets_at_a_file_without_the_responder(stack, stored, path):
    # Whatever the responder is asked then, it answers nothing of the kind: it is the real one.
    sockets = [stack.home / "run" / "responder-1.sock"]
    with production_site(stack, sockets) as site:
        response, body = _ask(site, path=path)
    assert response.status == 404 and CONTENT not in body


def test_a_file_that_is_gone_is_not_there(stack):
    with _responder("/.waylink/files/00/00/" + "0" * 64) as path, production_site(stack, [path]) as site:
        response, body = _ask(site)
    assert response.status == 404 and b"0000" not in body


def test_no_name_leads_out_of_the_files(stack):
    with _responder("/.waylink/files/../secrets/token-keys") as path, production_site(stack, [path]) as site:
        response, body = _ask(site)
    assert response.status in (404, 500, 503)
    assert (stack.home / "secrets" / "token-keys").read_bytes() not in body
