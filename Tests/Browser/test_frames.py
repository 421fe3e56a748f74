"""Nobody puts our pages into a frame of theirs, not even somebody who got a page onto our own address."""

import pytest
from test_job_page import Manager

GUARDS = ("content-security-policy", "x-frame-options")


@pytest.fixture
def framed(visit):
    """Shows a page of ours in a frame of another one at the same address: a stranger's frame would
    not be sent the cookie, and then prove nothing. Returns the frame's text."""

    def show(someone: Manager, address: str, is_guarded: bool) -> str:
        origin = someone.visit.origin
        page = someone.page.context.new_page()

        def answer(route):
            if route.request.url == f"{origin}/framing":
                return route.fulfill(
                    content_type="text/html", body=f"<!doctype html><iframe src='{address}'></iframe>")
            if route.request.url != address or is_guarded:
                return route.continue_()
            given = route.fetch()
            headers = {name: text for name, text in given.headers.items() if name not in GUARDS}
            return route.fulfill(response=given, headers=headers)

        page.route("**/*", answer)
        page.goto(f"{origin}/framing")
        frame = page.frames[1]
        frame.wait_for_load_state()
        text = f"{frame.url} {frame.locator('body').inner_text()}"
        page.close()
        return text

    return show


def test_no_page_can_be_framed(visit, framed):
    someone = Manager(visit())
    job = someone.job("Not for frames")
    token = someone.call("POST", job.replace("/console", "/v1") + "/share-links", {})["token"]
    album = someone.call("POST", "/v1/albums", {"title": "Nor is this album"})["id"]
    shared = someone.call("POST", f"/v1/albums/{album}/share-link", {"is_collaboration": False})
    origin = someone.visit.origin
    for path, words in {
        "/console": "Not for frames",
        "/console/account": "Olivia Owner",
        job: "Not for frames",
        f"{job}/delete": "Delete “Not for frames”?",
        f"/shared/jobs/{token}": "Not for frames",
        f"/console/albums/{album}": "Nor is this album",
        f"/shared/albums/{shared['token']}": "Nor is this album",
    }.items():
        # Without the headers it would be shown: so it is they that keep it out.
        assert words in framed(someone, origin + path, is_guarded=False), path
        refused = framed(someone, origin + path, is_guarded=True)
        assert refused.startswith("chrome-error://") and words not in refused, path


def test_nobody_is_led_into_a_frame_by_signing_in(visit, framed):
    """Who is not signed in gets a form for a password: that least of all."""
    someone = Manager(visit())
    someone.page.context.clear_cookies(name="waylink")
    address = someone.visit.origin + "/console/sign-in"
    assert "Password" in framed(someone, address, is_guarded=False)
    assert framed(someone, address, is_guarded=True).startswith("chrome-error://")
