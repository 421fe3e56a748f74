"""Photos through nginx: uploaded, looked at in their sizes, refused."""

import http.client
import pathlib
import subprocess
import time

import pytest
from client import Answer, Client, Member, is_problem
from load import at_once
from pictures import FORMATS, form, lying, png, telephones
from test_albums import Album


@pytest.fixture
def album(stack) -> Album:
    return Album(stack, Member(stack))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> dict[str, bytes]:
    return telephones(tmp_path_factory.mktemp("pictures"))


def add(album: Album, *files: bytes, by: Client | None = None, **fields: str) -> Answer:
    body, headers = form(*files, **fields)
    return (by or album.owner).call("POST", f"{album.at}/photos", body, headers)


def until_taken(send, seconds: float = 60) -> Answer:
    """What `send` is answered once there is room: sent again, as it is told, for as long as it is 503."""
    deadline = time.monotonic() + seconds
    while (answer := send()).status == 503:
        assert is_problem(answer, "unavailable") and int(answer.headers["Retry-After"]) > 0
        assert time.monotonic() < deadline, "there was no room"
        time.sleep(0.1)
    return answer


def tags(content: bytes, folder: pathlib.Path) -> str:
    """All that exiftool finds in it beside the picture, at any depth."""
    (folder / "size").write_bytes(content)
    found = subprocess.run(["exiftool", "-a", "-u", "-ee", "-G1", "-s", folder / "size"],
                           capture_output=True, text=True, timeout=30, check=True)  # fmt: skip
    own = ("[ExifTool]", "[System]", "[File]", "[JFIF]", "[RIFF]", "[Composite]")
    return "\n".join(line for line in found.stdout.splitlines() if not line.startswith(own))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_comes_in_and_goes_out_clean(stack, album, pictures, tmp_path, name):
    """From real encoders; what others may see holds nothing but the picture."""
    said = tags(pictures[name], tmp_path)
    assert all(word in said for word in ("GPSLatitude ", "GPSLongitude ", "DateTimeOriginal", "Someone")), said
    added = add(album, pictures[name])
    assert added.status == 201, added.body
    photo = added.json()
    assert (photo["format"], photo["width"], photo["height"]) == (name, 120, 80)
    assert (photo["latitude"], photo["longitude"]) == (48.858222, 2.2945)
    token = album.share()["token"]
    guest = Client(stack.port)
    at = f"/v1/shared/albums/{token}/photos/{photo['id']}"
    for path in (f"{at}?size=thumb", f"{at}?size=large", at):
        shown = guest.get(path)
        assert shown.status == 200 and shown.media_type in ("image/jpeg", "image/webp")
        assert tags(shown.body, tmp_path) == ""
    assert is_problem(guest.get(f"{at}?size=original"), "validation_failed")
    original = album.owner.get(f"{album.at}/photos/{photo['id']}?size=original")
    assert original.body == pictures[name] and original.media_type == f"image/{name}"


def test_bytes_are_sent_with_all_that_answers_bear(stack, album, pictures):
    photo = add(album, pictures["jpeg"], caption="Le d\u00e9jeuner; 1/2").json()["id"]
    token = album.share()["token"]
    for client, path in ((Client(stack.port), f"/v1/shared/albums/{token}/photos/{photo}"),
                         (album.owner, f"{album.at}/photos/{photo}?size=original")):  # fmt: skip
        shown = client.get(path)
        assert shown.headers["Cache-Control"] == "private, no-cache"
        assert "noindex" in shown.headers["X-Robots-Tag"] and shown.headers["Referrer-Policy"] == "no-referrer"
        assert shown.headers["X-Content-Type-Options"] == "nosniff" and shown.headers["X-Request-Id"]
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert shown.headers["X-Accel-Redirect"] is None and shown.headers["Last-Modified"] is None
        assert client.get(path, {"If-None-Match": shown.headers["ETag"]}).status == 304
        part = client.get(path, {"Range": "bytes=10-19"})
        assert part.status == 206 and part.body == shown.body[10:20]
        head = client.call("HEAD", path)
        assert head.status == 200 and head.body == b"" and head.headers["ETag"] == shown.headers["ETag"]
    assert shown.headers["Content-Disposition"].startswith("attachment; filename=")


def test_files_are_behind_the_door_only(stack, album, pictures):
    photo = add(album, pictures["jpeg"]).json()["id"]
    name = stack.query(f"SELECT LOWER(HEX(thumb)) FROM album_photos WHERE id = '{photo}'").strip()
    guest = Client(stack.port)
    for path in (f"/.waylink/files/{name[:2]}/{name[2:4]}/{name}", f"/files/{name[:2]}/{name[2:4]}/{name}"):
        assert guest.get(path).status == 404
    link = album.share()
    at = f"/v1/shared/albums/{link['token']}/photos/{photo}"
    shown = guest.get(at)
    assert shown.status == 200
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 204
    # Not even for who has it already.
    for headers in ({}, {"If-None-Match": shown.headers["ETag"]}, {"Range": "bytes=0-9"}):
        assert is_problem(guest.get(at, headers), "share_link_revoked")


def test_several_at_once_in_order(album, pictures):
    added = add(album, *(pictures[name] for name in FORMATS))
    assert added.status == 201, added.body
    photos = added.json()["photos"]
    assert [photo["format"] for photo in photos] == list(FORMATS)
    moved = album.owner.call("PATCH", f"{album.at}/photos/{photos[4]['id']}", {"position": 1, "caption": "First"})
    assert moved.status == 200 and moved.json()["position"] == 1
    listed = album.owner.get(f"{album.at}/photos?limit=2").json()
    assert [photo["format"] for photo in listed["photos"]] == ["avif", "jpeg"]
    rest = album.owner.get(f"{album.at}/photos?cursor={listed['next_cursor']}").json()
    assert [photo["format"] for photo in rest["photos"]] == ["png", "webp", "heic"] and rest["next_cursor"] is None
    assert album.owner.get(album.at).json()["cover_photo_id"] == photos[4]["id"]


def test_collaborators_add_and_viewers_look(album, pictures):
    working, looking = album.share(True), album.further()
    helper, viewer = album.joined(working["token"]), album.joined(looking["token"])
    mine = add(album, png(9, 9)).json()["id"]
    theirs = add(album, pictures["jpeg"], by=helper)
    assert theirs.status == 201 and theirs.json()["latitude"] == 48.858222
    refused = helper.call("DELETE", f"{album.at}/photos/{mine}")
    assert refused.status == 403 and is_problem(refused, "not_your_photo")
    refused = add(album, png(9, 9), by=viewer)
    assert refused.status == 403 and is_problem(refused, "view_only")
    seen = viewer.get(f"{album.at}/photos").json()["photos"]
    assert len(seen) == 2 and all("latitude" not in photo and "taken_at" not in photo for photo in seen)
    assert viewer.get(f"{album.at}/photos/{mine}?size=large").status == 200
    assert is_problem(viewer.get(f"{album.at}/photos/{mine}?size=original"), "view_only")
    assert all(photo["original_url"] is None for photo in seen)
    assert helper.call("DELETE", f"{album.at}/photos/{theirs.json()['id']}").status == 204


REFUSED = {
    "a PDF": (b"%PDF-1.7\n1 0 obj\n", 415, "not_an_image"),
    "nothing": (b"", 415, "not_an_image"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 415, "not_an_image"),
    "GIF": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", 415, "not_an_image"),
    "50,000 square": (lying(50_000, 50_000), 413, "too_many_pixels"),
    "much less than it says": (lying(50, 50), 415, "image_damaged"),
    "half": (png(90, 90)[:9_000], 415, "image_damaged"),
    "26 MiB": (png(8, 8) + bytes(26 << 20), 413, "payload_too_large"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photo_is_refused_whole(album, kind):
    content, status, code = REFUSED[kind]
    for files in ([content], [png(8, 8), content]):
        refused = add(album, *files)
        assert refused.status == status and is_problem(refused, code), refused.body
    assert album.owner.get(f"{album.at}/photos").json()["photos"] == []


def test_more_than_a_request_may_have(stack, album):
    """nginx refuses what no request may be as long as, before the responder hears of it."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=20)
    connection.putrequest("POST", f"{album.at}/photos")
    connection.putheader("Authorization", f"Bearer {album.owner.token}")
    connection.putheader("Content-Type", form(b"")[1]["Content-Type"])
    connection.putheader("Content-Length", str(300 << 20))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    refused = add(album, *[png(2, 2)] * 21)
    assert refused.status == 400 and is_problem(refused, "validation_failed")


def test_a_repeated_upload_is_one(album):
    body, headers = form(png(20, 20), png(20, 20))
    headers |= {"Idempotency-Key": "a-bad-network"}
    answers = at_once(
        4, lambda _: until_taken(lambda: album.owner.clone().call("POST", f"{album.at}/photos", body, headers)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert len(album.owner.get(f"{album.at}/photos").json()["photos"]) == 2


def test_reading_goes_on_while_strangers_upload_the_worst(stack, album):
    """Uploads that are refused, as many as can be, beside guests who look: none of them notices. Each
    file gets its own refusal, once there is room for it."""
    link = album.share()
    photo = add(album, png(60, 60)).json()["id"]
    bad = {code: (content, status) for content, status, code in REFUSED.values() if len(content) < 1 << 20}

    def work(number: int) -> set[int] | list[tuple[int, str]]:
        if number < 4:
            owner = album.owner.clone()
            refused = []
            for content, _ in bad.values():
                body, headers = form(content)
                answer = until_taken(lambda: owner.call("POST", f"{album.at}/photos", body, headers))
                refused.append((answer.status, answer.json()["code"]))
            return refused
        guest = Client(stack.port)
        paths = [f"/v1/shared/albums/{link['token']}", f"/v1/shared/albums/{link['token']}/photos/{photo}?size=thumb"]
        return {guest.get(paths[turn % 2]).status for turn in range(40)}

    found = at_once(8, work)
    expected = [(status, code) for code, (_, status) in bad.items()]
    assert all(refused == expected for refused in found[:4]), found
    assert all(statuses == {200} for statuses in found[4:]), found
