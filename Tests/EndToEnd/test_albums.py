"""Albums as a stranger with curl meets them: made, shared for a while or for good, joined, taken back."""

import datetime
import secrets
import time

import pytest
from client import BROWSER, Answer, Client, Member, is_problem
from load import at_once

LATER = "2099-01-01T00:00:00Z"


class Album:
    """An album in the hands of who owns it."""

    def __init__(self, stack, owner: Member):
        self.stack, self.owner = stack, owner
        made = owner.post("/v1/albums", {"title": "The lake"})
        assert made.status == 201, made.body
        self.id = made.json()["id"]
        self.at = f"/v1/albums/{self.id}"

    def share(self, is_collaboration: bool = False, **fields) -> dict:
        made = self.owner.post(f"{self.at}/share-link", {"is_collaboration": is_collaboration} | fields)
        assert made.status in (200, 201), made.body
        self.stack.note(made.json()["token"])
        return made.json()

    def further(self, is_collaboration: bool = False, **fields) -> dict:
        made = self.owner.post(f"{self.at}/share-links", {"is_collaboration": is_collaboration} | fields)
        assert made.status == 201, made.body
        self.stack.note(made.json()["token"])
        return made.json()

    def joined(self, token: str) -> Member:
        guest = Member(self.stack)
        assert guest.post(f"/v1/shared/albums/{token}/accept").status == 200
        return guest

    def door(self, token: str) -> Answer:
        return Client(self.stack.port).get(f"/v1/shared/albums/{token}", {"User-Agent": ""})


@pytest.fixture
def album(stack) -> Album:
    return Album(stack, Member(stack))


def soon(seconds: float) -> str:
    """An instant, with an offset that is not UTC's."""
    zone = datetime.timezone(datetime.timedelta(hours=-3, minutes=-30))
    return (datetime.datetime.now(zone) + datetime.timedelta(seconds=seconds)).isoformat()


def sees(guest: Client, album: Album) -> bool:
    answer = guest.get(album.at)
    assert answer.status in (200, 404), answer.body
    return answer.status == 200


# --- The flows of the seed ------------------------------------------------------------------------


def test_shared_for_good(album):
    """View-only and never expiring is what nothing else is said of."""
    link = album.share()
    assert link["indefinite"] and link["expires_at"] is None and not link["is_collaboration"]
    assert link["url"].endswith(f"/shared/albums/{link['token']}")
    assert album.owner.get(f"{album.at}/share-link").json() == link
    seen = album.door(link["token"])
    assert seen.status == 200 and seen.json()["expires_at"] is None
    assert seen.headers["Cache-Control"] == "private, no-cache" and "noindex" in seen.headers["X-Robots-Tag"]


def test_shared_for_a_while_and_extended(album):
    link = album.share(True, expires_at=soon(1.5))
    guest = album.joined(link["token"])
    assert sees(guest, album) and album.door(link["token"]).status == 200
    time.sleep(1.7)
    late = Member(album.stack).post(f"/v1/shared/albums/{link['token']}/accept")
    assert late.status == 410 and is_problem(late, "share_link_expired")
    assert late.json()["detail"].startswith("This share link has expired")
    assert is_problem(album.door(link["token"]), "share_link_expired")
    assert not sees(guest, album)
    assert guest.get("/v1/albums?shared_with_me=true").json()["albums"] == []
    again = album.owner.post(f"{album.at}/share-link", {"is_collaboration": True, "expires_at": LATER})
    assert again.status == 200 and again.json()["token"] == link["token"]
    assert sees(guest, album) and album.door(link["token"]).status == 200
    shared = guest.get("/v1/albums?shared_with_me=true").json()["albums"]
    assert [(one["id"], one["role"]) for one in shared] == [(album.id, "collaborator")]


def test_revoked_and_made_anew(album):
    link = album.share()
    guest = album.joined(link["token"])
    assert guest.call("DELETE", f"{album.at}/share-link").status == 403
    assert Member(album.stack).call("DELETE", f"{album.at}/share-link").status == 404
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 204
    assert is_problem(album.door(link["token"]), "share_link_revoked") and not sees(guest, album)
    assert is_problem(album.owner.get(f"{album.at}/share-link"), "share_link_not_found")
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 404
    new = album.share()
    assert new["token"] != link["token"]
    assert is_problem(album.door(link["token"]), "share_link_revoked")
    accepted = guest.post(f"/v1/shared/albums/{link['token']}/accept")
    assert accepted.status == 410 and is_problem(accepted, "share_link_revoked")


def test_revoked_without_those_who_came(album):
    link = album.share(True)
    guest = album.joined(link["token"])
    assert album.owner.call("DELETE", f"{album.at}/share-link?keep_members=true").status == 204
    assert sees(guest, album) and is_problem(album.door(link["token"]), "share_link_revoked")


def test_links_with_other_permissions(album):
    own, working = album.share(), album.further(True, expires_at=LATER)
    guest = album.joined(own["token"])
    accepted = guest.post(f"/v1/shared/albums/{working['token']}/accept").json()
    assert accepted["role"] == "collaborator"
    assert guest.post(f"/v1/shared/albums/{own['token']}/accept").json() == accepted
    listed = album.owner.get(f"{album.at}/share-links").json()["share_links"]
    assert [link["id"] for link in listed] == [working["id"]]
    at = f"{album.at}/share-links/{working['id']}"
    changed = album.owner.call("PATCH", at, {"is_collaboration": False, "expires_at": None})
    assert changed.status == 200 and changed.json()["indefinite"] and not changed.json()["is_collaboration"]
    assert guest.get(album.at).json()["role"] == "collaborator"
    assert album.owner.call("DELETE", at).status == 204 and album.owner.call("DELETE", at).status == 404
    assert guest.get(album.at).json()["role"] == "viewer"


def test_rotated(album):
    link = album.share()
    guest = album.joined(link["token"])
    graced = album.owner.post(f"{album.at}/share-link/rotate", {"grace_seconds": 2}).json()
    album.stack.note(graced["token"])
    assert album.door(link["token"]).status == album.door(graced["token"]).status == 200
    time.sleep(2.2)
    assert is_problem(album.door(link["token"]), "share_link_revoked")
    assert album.door(graced["token"]).status == 200 and sees(guest, album)


def test_members_are_seen_and_sent_away(album):
    link = album.share()
    guests = [album.joined(link["token"]) for _ in range(3)]
    ids = [guest.registered["account"]["id"] for guest in guests]
    listed = album.owner.get(f"{album.at}/members").json()["members"]
    assert [member["account_id"] for member in listed] == ids
    assert is_problem(guests[0].get(f"{album.at}/members"), "not_a_manager")
    assert guests[0].call("DELETE", f"{album.at}/members/{ids[1]}").status == 403
    assert guests[0].call("DELETE", f"{album.at}/members/{ids[0]}").status == 204
    assert album.owner.call("DELETE", f"{album.at}/members/{ids[1]}").status == 204
    assert [sees(guest, album) for guest in guests] == [False, False, True]


def test_a_deleted_album_comes_back(album):
    link = album.share()
    guest = album.joined(link["token"])
    assert album.owner.call("DELETE", album.at).status == 204
    assert album.door(link["token"]).status == 410 and is_problem(album.door(link["token"]), "subject_deleted")
    assert not sees(guest, album)
    assert album.owner.post(f"{album.at}/restore").status == 200
    assert album.door(link["token"]).status == 200 and sees(guest, album)


# --- What is refused ------------------------------------------------------------------------------

EXPIRIES = {
    "past": ("2001-01-01T00:00:00Z", "expires_at_in_past"),
    "now": (None, "expires_at_in_past"),
    "no offset": ("2099-01-01T00:00:00", "validation_failed"),
    "a day": ("2099-01-01", "validation_failed"),
    "no instant": ("tomorrow", "validation_failed"),
    "empty": ("", "validation_failed"),
    "a number": (4070908800, "validation_failed"),
    "an impossible day": ("2099-02-30T00:00:00Z", "validation_failed"),
    "too far": ("99999-01-01T00:00:00Z", "validation_failed"),
    "a list": ([LATER], "validation_failed"),
}


@pytest.mark.parametrize("expiry", EXPIRIES)
def test_a_bad_expiry_changes_nothing(album, expiry):
    value, code = EXPIRIES[expiry]
    body = {"is_collaboration": True, "expires_at": value if value is not None else soon(-0.5)}
    refused = album.owner.post(f"{album.at}/share-link", body)
    assert refused.status == 400 and is_problem(refused, code)
    assert album.owner.get(f"{album.at}/share-link").status == 404
    link = album.share(expires_at=LATER)
    for method, path in (("POST", "share-link"), ("POST", "share-links"), ("PATCH", f"share-links/{link['id']}")):
        refused = album.owner.call(method, f"{album.at}/{path}", body)
        assert refused.status == 400 and is_problem(refused, code)
        assert [error["field"] for error in refused.json()["errors"]] == ["expires_at"]
    assert album.owner.get(f"{album.at}/share-link").json() == link


def test_tokens_that_open_nothing(stack, album):
    job = stack.note(album.owner.link(album.owner.job()))
    for token in ("x", "a" * 22, secrets.token_urlsafe(16), job, "a" * 500):
        for method, path in (("GET", ""), ("POST", "/accept")):
            answer = album.owner.call(method, f"/v1/shared/albums/{token}{path}")
            assert answer.status == 404 and is_problem(answer, "share_link_not_found"), (method, token)
    link = album.share()
    assert is_problem(Client(stack.port).get(f"/v1/shared/jobs/{link['token']}"), "share_link_not_found")


def test_a_browser_is_told_in_words(album):
    link = album.share()
    assert album.owner.call("DELETE", f"{album.at}/share-link").status == 204
    page = Client(album.stack.port).get(f"/v1/shared/albums/{link['token']}", BROWSER)
    assert page.status == 410 and page.media_type == "text/html" and link["token"].encode() not in page.body


# --- At once --------------------------------------------------------------------------------------


def test_64_calls_end_in_one_link(stack, album):
    """Made, updated and revoked through nginx by many at the same moment."""
    calls = [
        ("POST", {"is_collaboration": True, "expires_at": LATER}), ("POST", {"is_collaboration": False}),
        ("DELETE", None), ("POST", {"is_collaboration": True, "expires_at": None}),
    ]  # fmt: skip
    path = f"{album.at}/share-link"

    def ask(number: int) -> Answer:
        method, body = calls[number % len(calls)]
        return album.owner.clone().call(method, path, body)

    answers = at_once(64, ask)
    assert {answer.status for answer in answers} <= {200, 201, 204, 404}
    tokens = {stack.note(answer.json()["token"]) for answer in answers if answer.status in (200, 201)}
    assert stack.query(f"SELECT COUNT(*) <= 1 FROM links WHERE slot = '{album.id}'").strip() == "1"
    link = album.owner.get(path)
    opening = {token for token in tokens if album.door(token).status == 200}
    assert opening == ({link.json()["token"]} if link.status == 200 else set())
