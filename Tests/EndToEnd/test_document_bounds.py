"""What guests of a document can use up, and what they can't: through nginx, on two responders."""

import itertools
import re

import pytest
from client import Client, Member
from load import at_once

PASSWORD = "open sesame"
CAMEL_CASE = re.compile(r"[a-z][A-Za-z0-9]*")


class Shared:
    """A document of a new member, with a link that lets people comment and ask."""

    def __init__(self, stack):
        self.stack = stack
        self.author = Member(stack)
        workspace = self.author.registered["workspace"]["id"]
        made = self.author.post(f"/api/workspaces/{workspace}/documents", {"title": "Plan", "body": "Words"})
        assert made.status == 201, made.body
        self.path = f"/api/documents/{made.json()['id']}"
        self.id, self.token = self.link()

    def link(self, **terms) -> tuple[str, str]:
        wanted = {"accessLevel": "commenter", "allowExternalEdit": True} | terms
        made = self.author.post(self.path + "/share-links", wanted)
        assert made.status == 201, made.body
        self.stack.note(made.json()["token"])
        return made.json()["shareLink"]["id"], made.json()["token"]

    @property
    def door(self) -> str:
        return f"/api/share-links/{self.token}"


@pytest.fixture
def shared(stack) -> Shared:
    return Shared(stack)


def test_people_who_press_open_at_the_same_moment_come_in(shared):
    _, token = shared.link(password=shared.stack.note(PASSWORD))

    def enter(number: int) -> int:
        guest = Client(shared.stack.port)
        agent = {"User-Agent": f"Browser {number}"}
        return guest.post(f"/api/share-links/{token}/access", {"password": PASSWORD}, agent).status

    for _ in range(5):
        assert at_once(3, enter) == [200, 200, 200]


def test_a_comment_is_not_changed_without_end(shared, stranger):
    said = stranger.post(shared.door + "/comments", {"author": "Gus", "body": "0"})
    assert said.status == 201
    comment = f"{shared.door}/comments/{said.json()['id']}"
    token = {"X-Edit-Token": shared.stack.note(said.json()["editToken"])}
    statuses = [stranger.call("PATCH", comment, {"body": str(number)}, token).status for number in range(1, 41)]
    # Thirty at a stretch, the first of them the comment, and one more in twenty seconds.
    assert statuses[:29] == [200] * 29 and statuses[32:] == [429] * 8, statuses
    assert stranger.call("DELETE", comment, None, token).status == 204, "taking back is always possible"


def test_one_links_requests_leave_room_for_others(shared, stranger):
    def ask(token: str, name: str):
        return stranger.post(f"/api/share-links/{token}/edit-requests", {"email": f"{name}@guest.example"})

    assert [ask(shared.token, f"g{number}").status for number in range(25)] == [202] * 25
    full = ask(shared.token, "one-more")
    assert full.status == 409 and full.json()["code"] == "too_many_edit_requests"
    _, other = shared.link()
    assert ask(other, "one-more").status == 202


def test_events_speak_as_the_rest_of_the_api(shared, stranger):
    assert stranger.post(shared.door + "/comments", {"author": "Gus", "body": "Hello"}).status == 201
    changed = shared.author.call("PATCH", f"/api/share-links/{shared.id}", {"expiresAt": "2099-12-31T23:59:59Z"})
    assert changed.status == 200
    events = shared.author.get(f"/api/share-links/{shared.id}/events").json()["events"]
    assert [event["action"] for event in events] == ["link.expiry_changed", "comment.posted", "link.created"]
    names = set(itertools.chain.from_iterable(event["detail"] for event in events))
    assert {"linkId", "commentId", "expiresAt"} <= names
    assert all(CAMEL_CASE.fullmatch(name) for name in names), names
    assert {event["detail"]["linkId"] for event in events} == {shared.id}


def test_a_page_of_links_goes_on_by_a_cursor_of_its_own(shared):
    wanted = [shared.link()[0] for _ in range(4)][::-1] + [shared.id]
    found, cursor = [], ""
    while True:
        page = shared.author.get(f"{shared.path}/share-links?limit=2{cursor}").json()
        found += [link["id"] for link in page["shareLinks"]]
        if page["nextCursor"] is None:
            break
        assert page["nextCursor"] not in found, "opaque"
        cursor = f"&cursor={page['nextCursor']}"
    assert found == wanted
    assert shared.author.get(f"{shared.path}/share-links?cursor={wanted[0]}").status == 400
