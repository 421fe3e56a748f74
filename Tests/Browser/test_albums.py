"""Albums in a browser: the flows of seed 2 by clicking, photos that are uploaded, and how it all looks."""

import pathlib
import secrets
import subprocess
import sys

import checks
import pytest
import requests
import stage
from test_job_page import ARABIC, LONG, Manager

sys.path.append(str(pathlib.Path(__file__).parent.parent / "EndToEnd"))
import pictures  # noqa: E402


class Photographer(Manager):
    """Somebody with albums of their own."""

    def album(self, title: str = "A week at the lake") -> str:
        return f"/console/albums/{self.call('POST', '/v1/albums', {'title': title})['id']}"

    def api(self, album: str) -> str:
        return album.replace("/console", "/v1")

    def photos(self, album: str, *files: bytes) -> list[str]:
        """Adds photos through the API; their ids."""
        ids = []
        for file in files:
            body, headers = pictures.form(file)
            answer = requests.post(
                f"{self.visit.origin}{self.api(album)}/photos", data=body, timeout=60,
                headers=headers | self.headers)
            assert answer.status_code == 201, answer.text
            ids.append(answer.json()["id"])
        return ids

    def share(self, album: str, **terms) -> dict:
        return self.call(
            "POST", f"{self.api(album)}/share-link", {"is_collaboration": False} | terms)


@pytest.fixture
def photographer(visit):
    return lambda **options: Photographer(visit(**options))


@pytest.fixture(scope="session")
def landscapes(tmp_path_factory) -> list[bytes]:
    """Photos of different shapes: a sky above a ground, in a light of its own each."""
    folder = tmp_path_factory.mktemp("landscapes")
    made = []
    for number, (width, height) in enumerate([(900, 600), (600, 900), (800, 800), (1600, 500), (640, 480)]):
        path = folder / f"{number}.jpg"
        subprocess.run(["vips", "gaussnoise", folder / "noise.v", str(width), str(height),
                        "--mean", str(90 + 25 * number), "--sigma", "12"], check=True, timeout=60)
        subprocess.run(["vips", "linear", folder / "noise.v", folder / "toned.v",
                        "1 1 1", f"{number * 9} 10 {40 - number * 15}", "--uchar"], check=True, timeout=60)
        subprocess.run(["vips", "gaussblur", folder / "toned.v", f"{path}[Q=80]", "4"], check=True, timeout=60)
        made.append(path.read_bytes())
    return made


def quiet(someone: Photographer) -> None:
    assert someone.visit.complaints == [] and someone.visit.strangers == []


# MARK: The flows of the seed

@pytest.mark.parametrize("script", [True, False])
def test_creating_a_share_link_with_expiration(photographer, visit, script):
    someone = photographer(script=script, width=1280, timezone_id="America/Mexico_City")
    page = someone.page
    someone.go(someone.album())
    page.select_option("[name=mode]", "collaborator")
    assert page.locator("[name=expires_at]").is_visible() is not script
    page.check("[name=expires]")
    assert page.locator("[name=expires_at]").is_visible()
    page.fill("[name=expires_at]", "2044-07-01T18:00")
    someone.press("Create Share Link")
    assert "The share link is made" in page.inner_text(".message")
    sheet = page.locator(".badges").first
    assert "Expires" in sheet.inner_text() and "Collaboration" in sheet.inner_text()
    # The viewer's zone with a script, the one that is named without.
    expires = "2044-07-02T00:00:00Z" if script else "2044-07-01T18:00:00Z"
    assert sheet.locator("time").get_attribute("datetime") == expires
    address = page.input_value("#share-url")
    guest = visit(script=script)
    assert guest.page.goto(address).status == 200
    assert "Expires" in guest.page.inner_text(".badges")
    # What stands in the form is what was chosen: saved once more it changes nothing.
    page.locator("summary", has_text="Change").first.click()
    if script:
        assert page.input_value("[name=expires_at] >> nth=0") == "2044-07-01T18:00"
    page.get_by_role("button", name="Save", exact=True).last.click()
    assert sheet.locator("time").get_attribute("datetime") == expires
    quiet(someone)


@pytest.mark.parametrize("script", [True, False])
def test_creating_an_indefinite_share_link(photographer, visit, script):
    someone = photographer(script=script)
    page = someone.page
    someone.go(someone.album())
    assert not page.is_checked("[name=expires]")
    someone.press("Create Share Link")
    assert "Never expires" in page.inner_text(".badges >> nth=0")
    assert "View only" in page.inner_text(".badges >> nth=0")
    guest = visit(script=script)
    guest.page.goto(page.input_value("#share-url"))
    assert "Never expires" in guest.page.inner_text(".badges")
    quiet(someone)


@pytest.mark.parametrize("script", [True, False])
def test_revoking_a_share_link(photographer, script):
    someone = photographer(script=script)
    page = someone.page
    album = someone.album()
    address = someone.share(album)["url"]
    someone.go(album)
    assert page.input_value("#share-url") == address
    someone.follow("Revoke Access")
    assert requests.get(address, timeout=20).status_code == 200
    someone.press("Revoke Access")
    assert "is revoked" in page.inner_text(".message")
    assert requests.get(address, timeout=20).status_code == 410
    assert page.get_by_role("button", name="Create Share Link").is_visible()
    assert page.locator("#share-url").count() == 0
    quiet(someone)


def test_accepting_an_expired_share(photographer, stack, visit):
    someone = photographer()
    shared = someone.share(someone.album())
    stack.sql(f"UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = '{shared['id']}'")
    guest = visit()
    for path in ("", "/join"):
        assert guest.page.goto(shared["url"] + path).status == 410
        assert guest.page.inner_text("h1") == "This link has expired"


@pytest.mark.parametrize("script", [True, False])
def test_joining_by_signing_up(photographer, visit, script):
    someone = photographer(script=script)
    album = someone.album("Sailing")
    shared = someone.share(album, is_collaboration=True)
    guest = visit(script=script)
    page = guest.page
    page.goto(shared["url"])
    page.get_by_role("link", name="Join album").click()
    assert page.inner_text("h1") == "Sign in"
    page.get_by_role("link", name="Make an account").click()
    page.fill("[name=name]", "Grace Hopper")
    page.fill("[name=email]", f"grace-{secrets.token_hex(6)}@example.org")
    page.fill("[name=password]", "correct horse battery")
    page.fill("[name=workspace_name]", "Hopper")
    page.get_by_role("button", name="Make an account").click()
    assert "Join “Sailing”?" in page.inner_text("h1")
    page.get_by_role("button", name="Join album").click()
    assert page.inner_text("h1") == "Sailing" and page.url.endswith(album)
    assert "You have joined" in page.inner_text(".message")
    page.get_by_role("link", name="Albums", exact=True).first.click()
    page.get_by_role("link", name="Shared with me").click()
    assert "Sailing" in page.inner_text(".albums")
    someone.go(album)
    assert "Grace Hopper" in someone.page.inner_text("main")
    assert guest.complaints == [] and guest.strangers == []


# MARK: Photos

@pytest.mark.parametrize("script", [True, False])
def test_uploading_several_photos(photographer, landscapes, tmp_path, script):
    someone = photographer(script=script, width=1280)
    page = someone.page
    someone.go("/console/albums/new")
    page.fill("[name=title]", "Lake")
    someone.press("Make album")
    telephone = pictures.telephones(tmp_path)["heic"]
    files = [{"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": data}
             for number, data in enumerate(landscapes[:3])]
    files.append({"name": "four.heic", "mimeType": "image/heic", "buffer": telephone})
    page.set_input_files("input[type=file]", files)
    someone.press("Upload")
    page.wait_for_selector(".photos li:nth-child(4)", timeout=60_000)
    shapes = page.locator(".photos img").evaluate_all("all => all.map(i => `${i.width && i.getAttribute('width')}x${i.getAttribute('height')}`)")
    assert shapes == ["900x600", "600x900", "800x800", "120x80"], "in the order in which they were chosen"
    page.locator(".photos a").first.click()
    page.fill("[name=caption]", "Early morning")
    someone.press("Save")
    assert page.get_attribute(".photo img", "alt") == "Early morning"
    if script:
        page.locator("h1").click()
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
        assert "Photo 2 of 4" in page.inner_text("h1")
        with page.expect_navigation():
            page.keyboard.press("ArrowLeft")
    assert page.locator(".photo img").evaluate("i => i.decode().then(() => i.naturalWidth)") > 0
    quiet(someone)


def test_what_fails_is_tried_again(photographer, landscapes):
    someone = photographer()
    page = someone.page
    album = someone.album()
    someone.go(album)
    turn = [0]

    def fail_once(route):
        turn[0] += 1
        return route.abort() if turn[0] == 2 else route.continue_()

    page.route("**/photos", fail_once)
    page.set_input_files("input[type=file]", [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": data}
        for number, data in enumerate(landscapes[:3])])
    someone.press("Upload")
    page.wait_for_selector(".uploads button", timeout=30_000)
    page.wait_for_selector(".uploads li:nth-child(3) :text('Uploaded')", timeout=30_000)
    assert "Not uploaded" in page.inner_text(".uploads li:nth-child(2)")
    page.get_by_role("button", name="Try again: 1.jpg").click()
    page.wait_for_selector(".photos li:nth-child(3)", timeout=30_000)


# MARK: How it looks

def guests_views(someone: Photographer, guest, landscapes):
    """Every page behind an album's link, one after another, by its name."""
    empty = someone.album(ARABIC)
    yield "guest-empty", guest.page.goto(someone.share(empty)["url"])
    album = someone.album("A week at the lake " + LONG[:80])
    ids = someone.photos(album, *landscapes)
    someone.call("PATCH", f"{someone.api(album)}/photos/{ids[1]}", {"caption": stage.HOSTILE[0]})
    url = someone.share(album, is_collaboration=True, expires_at="2044-07-01T18:00:00Z")["url"]
    yield "guest-album", guest.page.goto(url)
    yield "guest-pages", guest.page.goto(url + "?limit=2")
    yield "guest-photo", guest.page.goto(f"{url}/photos/{ids[1]}")


def owners_views(someone: Photographer, landscapes):
    """Every page of an album for its owner."""
    page = someone.page
    someone.go("/console/albums")
    yield "albums-none"
    someone.go("/console/albums?list=shared")
    yield "albums-shared-none"
    someone.go("/console/albums/new")
    yield "album-new"
    someone.go(someone.album(LONG[:300]))
    yield "album-empty"
    album = someone.album()
    ids = someone.photos(album, *landscapes)
    someone.share(album, is_collaboration=True, expires_at="2044-07-01T18:00:00Z")
    other = someone.call("POST", f"{someone.api(album)}/share-links", {"is_collaboration": False})
    someone.go("/console/albums")
    yield "albums"
    someone.go(album)
    for summary in page.locator("main summary").all():
        summary.click()
    yield "album"
    someone.go(f"{album}/photos/{ids[1]}")
    yield "album-photo"
    someone.go(f"{album}/photos/{ids[1]}/delete")
    yield "album-photo-delete"
    someone.go(f"{album}/share-link/revoke")
    yield "album-revoke"
    someone.go(f"{album}/share-link/rotate")
    yield "album-rotate"
    someone.go(f"{album}/links/{other['id']}")
    yield "album-link"
    joiner = someone.share(someone.album("Not mine"))
    page.goto(joiner["url"])
    yield "album-own-shared"
    someone.go("/console/albums?list=bin")
    yield "albums-bin"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_guests_pages_are_sound(photographer, visit, keep, landscapes, language, scheme):
    guest = visit(language, scheme)
    for name, answer in guests_views(photographer(), guest, landscapes):
        assert answer.status == 200
        guest.page.locator("img").evaluate_all("all => Promise.all(all.map(i => (i.loading = 'eager', i.decode())))")
        checks.assert_sound(guest, name, language, scheme, keep)
        assert not guest.page.evaluate("'hacked' in window")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_owners_pages_are_sound(photographer, keep, landscapes, language, scheme):
    someone = photographer(language=language, scheme=scheme)
    for name in owners_views(someone, landscapes):
        checks.assert_sound(someone.visit, name, language, scheme, keep)


def test_is_valid_html(photographer, visit, landscapes, tmp_path):
    for language in ("en", "es"):
        someone, guest = photographer(language=language), visit(language)
        checks.keep_documents(someone.visit, owners_views(someone, landscapes), tmp_path, language)
        names = (name for name, _ in guests_views(someone, guest, landscapes))
        checks.keep_documents(guest, names, tmp_path, language)
    checks.assert_valid_html(tmp_path)


def test_the_first_view_is_light(photographer, landscapes):
    someone = photographer()
    album = someone.album()
    someone.photos(album, *landscapes * 10)
    url = someone.share(album)["url"]
    origin = someone.visit.origin
    assert checks.weight(origin, url.removeprefix(origin), files=3) <= 14 << 10
