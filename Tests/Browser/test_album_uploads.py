"""Uploads that don't go well, in a browser: what is said of each, what is tried again, and that nothing is added twice."""

import json

import pytest
from test_albums import Photographer, landscapes, photographer  # noqa: F401 - fixtures

PDF = b"%PDF-1.7\n1 0 obj\n"


def chosen(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def photos(someone: Photographer, album: str) -> list[dict]:
    return someone.call("GET", f"{someone.api(album)}/photos")["photos"]


class Way:
    """The way between page and server, by the browser's own means: an answer is kept from the page once the
    server has given it."""

    def __init__(self, page):
        self.requests = 0
        self.lost: set[int] = set()
        self.client = page.context.new_cdp_session(page)
        self.client.on("Fetch.requestPaused", self._answered)
        self.client.send("Fetch.enable", {"patterns": [{"urlPattern": "*/photos", "requestStage": "Response"}]})

    def _answered(self, event: dict) -> None:
        self.requests += event["request"]["method"] == "POST"
        request = {"requestId": event["requestId"]}
        if self.requests in self.lost:
            self.client.send("Fetch.failRequest", request | {"errorReason": "ConnectionReset"})
        else:
            self.client.send("Fetch.continueRequest", request)


def test_a_lost_answer_adds_the_photo_once(photographer, landscapes):
    someone = photographer()
    page = someone.page
    album = someone.album()
    someone.go(album)
    way = Way(page)
    way.lost = {1}
    page.set_input_files("input[type=file]", [chosen("0.jpg", landscapes[0]), chosen("1.jpg", landscapes[1])])
    someone.press("Upload")
    page.wait_for_selector(".uploads li:nth-child(2) :text('Uploaded')", timeout=30_000)
    first = page.locator(".uploads li").first
    assert "Not uploaded" in first.inner_text() and "Waylink can't be reached" in first.inner_text()
    assert len(photos(someone, album)) == 2, "the server has it"
    page.get_by_role("button", name="Try again: 0.jpg").click()
    page.wait_for_selector(".photos li:nth-child(2)", timeout=30_000)
    assert way.requests == 3
    assert len(photos(someone, album)) == 2 and page.locator(".photos li").count() == 2
    # The same file, chosen once more, is meant once more.
    page.set_input_files("input[type=file]", [chosen("0.jpg", landscapes[0])])
    someone.press("Upload")
    page.wait_for_selector(".photos li:nth-child(3)", timeout=30_000)
    assert len(photos(someone, album)) == 3


@pytest.mark.parametrize("language, words", [
    ("en", "This is no photo that we can read"), ("es", "No es una foto que podamos leer"),
])
@pytest.mark.parametrize("script", [True, False])
def test_what_is_no_photo_says_why(photographer, landscapes, script, language, words):
    someone = photographer(script=script, language=language)
    page = someone.page
    album = someone.album()
    someone.go(album)
    files = [chosen("holiday.jpg", PDF), chosen("lake.jpg", landscapes[0])]
    page.set_input_files("input[type=file]", files)
    page.locator("form.upload button").click()
    if not script:
        assert words in page.inner_text(".errors")
        assert photos(someone, album) == [], "all of a form, or nothing"
        return
    page.wait_for_selector(".uploads .error", timeout=30_000)
    page.wait_for_selector("form.upload > button:enabled", timeout=30_000)
    refused, taken = page.locator(".uploads li").all()
    assert words in refused.inner_text() and "holiday.jpg" in refused.inner_text()
    assert refused.get_by_role("button").count() == 0, "nothing would come of it"
    assert taken.locator(".error").count() == 0 and len(photos(someone, album)) == 1
    # It was read, and goes with what is chosen next.
    page.set_input_files("input[type=file]", [chosen("lake.jpg", landscapes[1])])
    page.locator("form.upload button").click()
    page.wait_for_selector(".photos li:nth-child(2)", timeout=30_000)
    assert page.locator(".uploads li").count() == 0


@pytest.mark.parametrize("status, code, words, may_help", [
    (415, "image_damaged", "A photo is damaged", False),
    (413, "too_many_pixels", "A photo is too large", False),
    (413, "image_too_complex", "A photo can't be read in time", False),
    (413, "payload_too_large", "That is too large", False),
    (409, "too_many_photos", "The album is full", False),
    (403, "view_only", "You can look at this album, and no more", False),
    (403, "form_expired", "This form is out of date", False),
    (404, "album_not_found", "There is no such album", False),
    (507, "storage_full", "There is no room left", True),
    (500, "internal_error", "Something went wrong on our side", True),
    (400, "something_new", "This could not be added", False),
])
def test_each_refusal_has_its_words(photographer, landscapes, status, code, words, may_help):
    someone = photographer()
    page = someone.page
    someone.go(someone.album())
    page.route("**/photos", lambda route: route.fulfill(
        status=status, content_type="application/problem+json", body=json.dumps({"status": status, "code": code})))
    page.set_input_files("input[type=file]", [chosen("lake.jpg", landscapes[0])])
    someone.press("Upload")
    page.wait_for_selector(".uploads .error", timeout=10_000)
    assert words in page.inner_text(".uploads .error")
    assert page.get_by_role("button", name="Try again: lake.jpg").count() == may_help


def test_what_finds_no_room_waits_for_it(photographer, landscapes):
    someone = photographer()
    page = someone.page
    album = someone.album()
    someone.go(album)
    turns = []

    def busy(route):
        turns.append(route.request.method)
        if len(turns) > 2:
            return route.continue_()
        return route.fulfill(
            status=503, content_type="application/problem+json", headers={"Retry-After": "1"},
            body=json.dumps({"status": 503, "code": "unavailable"}))

    page.route("**/photos", busy)
    page.set_input_files("input[type=file]", [chosen("lake.jpg", landscapes[0])])
    someone.press("Upload")
    page.wait_for_selector(".uploads :text('Waiting until it can be taken')", timeout=10_000)
    page.wait_for_selector(".photos li", timeout=30_000)
    assert len(turns) == 3 and len(photos(someone, album)) == 1


def test_who_waits_too_long_is_told(photographer, landscapes):
    someone = photographer()
    page = someone.page
    page.clock.install()
    someone.go(someone.album())
    turns = []

    def busy(route):
        turns.append(route.request.method)
        # As nginx says it, which has words of its own.
        is_first = len(turns) == 1
        return route.fulfill(
            status=503 if is_first else 429, content_type="application/problem+json",
            headers={"Retry-After": "1"}, body=json.dumps({"code": "busy" if is_first else "rate_limited"}))

    page.route("**/photos", busy)
    page.set_input_files("input[type=file]", [chosen("lake.jpg", landscapes[0])])
    someone.press("Upload")
    page.wait_for_selector(".uploads :text('Waiting until it can be taken')", timeout=10_000)
    assert not page.query_selector(".uploads .error")
    page.clock.fast_forward("04:00")
    page.wait_for_selector(".uploads .error", timeout=10_000)
    assert len(turns) > 1 and "That was too much at once" in page.inner_text(".uploads .error")
    page.get_by_role("button", name="Try again: lake.jpg").click()
    page.wait_for_selector(".uploads :text('Waiting until it can be taken')", timeout=10_000)


@pytest.mark.parametrize("cookie_stays", [True, False])
def test_who_is_signed_out_is_told(photographer, landscapes, stack, cookie_stays):
    """By the responder, whom the cookie is shown; by nginx, where there is none any more."""
    someone = photographer()
    page = someone.page
    album = someone.album()
    someone.go(album)
    if cookie_stays:
        cookie = page.context.cookies()
        other = someone.visit.page.context.new_page()
        other.goto(f"{someone.visit.origin}{album}")
        other.get_by_role("button", name="Sign out").click()
        other.close()
        page.context.add_cookies([one for one in cookie if one["name"] == "waylink"])
    else:
        page.context.clear_cookies()
    page.set_input_files("input[type=file]", [chosen(f"{n}.jpg", landscapes[n]) for n in range(2)])
    someone.press("Upload")
    page.wait_for_selector(".uploads li:nth-child(2) .error", timeout=10_000)
    for item in page.locator(".uploads li").all():
        assert "You are signed out" in item.inner_text() and item.get_by_role("button").count() == 0
    page.locator(".uploads").get_by_role("link", name="Sign in").first.click()
    page.wait_for_selector("[name=password]")
    assert photos(someone, album) == []
