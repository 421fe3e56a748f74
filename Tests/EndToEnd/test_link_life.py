"""A link over its life: extended, shortened, rotated, followed; who opened it, and what is told of it."""

import datetime
import itertools
import time
from collections import Counter

import pytest
from client import AGENT, Answer, Client, Member, doors, is_problem
from load import Load, at_once

LATER = "2099-01-01T00:00:00Z"


class Link:
    """A job's link in the hands of whoever manages it."""

    def __init__(self, stack, member: Member):
        self.stack, self.member = stack, member
        self.job = member.job()
        self.token = member.link(self.job)
        self.id = self.shown()["share_link"]["id"]

    def path(self, name: str | None = None, rest: str = "") -> str:
        return f"/v1/jobs/{self.job}/share-links/{name or self.token}{rest}"

    def shown(self) -> dict:
        return self.member.get(f"/v1/jobs/{self.job}/share-links").json()

    def change(self, expires_at, name: str | None = None) -> Answer:
        return self.member.call("PATCH", self.path(name), {"expires_at": expires_at})

    def rotate(self, body=None, name: str | None = None, headers=None) -> str:
        made = self.member.post(self.path(name, "/rotate"), {} if body is None else body, headers)
        assert made.status == 200, made.body
        return self.stack.note(made.json()["token"])

    def says(self, token: str) -> set[str]:
        """What all doors of a token say, as guests without a name, who are not counted."""
        answers = [Client(self.stack.port).get(door, {"User-Agent": ""}) for door in doors(token)]
        return {"200" if answer.status == 200 else answer.json()["code"] for answer in answers}


@pytest.fixture
def link(stack) -> Link:
    return Link(stack, Member(stack))


def soon(seconds: float) -> str:
    """An instant, with an offset that is not UTC's."""
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    return (datetime.datetime.now(zone) + datetime.timedelta(seconds=seconds)).isoformat()


# --- Expiry ---------------------------------------------------------------------------------------


def test_an_expired_link_is_extended_and_its_address_works_again(link):
    assert link.change(soon(1)).status == 200
    assert link.says(link.token) == {"200"}
    deadline = time.monotonic() + 10
    while link.says(link.token) == {"200"}:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert link.says(link.token) == {"share_link_expired"}
    assert link.shown()["share_link"]["state"] == "expired"
    extended = link.change(LATER)
    assert extended.status == 200
    assert extended.json()["token"] == link.token
    assert extended.json()["url"].endswith(f"/shared/jobs/{link.token}")
    assert extended.json()["share_link"]["state"] == "active"
    assert link.says(link.token) == {"200"}
    assert link.change(None).json()["share_link"]["expires_at"] is None
    assert link.says(link.token) == {"200"}


@pytest.mark.parametrize(
    "body, code",
    [
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at_in_past"),
        ({"expires_at": "2099-01-01T00:00:00"}, "validation_failed"),
        ({"expires_at": 1}, "validation_failed"),
        ({}, "validation_failed"),
        ({"expires_at": None, "token": "x"}, "validation_failed"),
        ([], "invalid_json"),
    ],
)
def test_bad_changes(link, body, code):
    refused = link.member.call("PATCH", link.path(), body)
    assert refused.status == 400 and is_problem(refused, code)
    assert link.shown()["share_link"]["expires_at"] is None


# --- Rotation -------------------------------------------------------------------------------------


def test_a_rotation_stops_the_old_address_at_once(link):
    new = link.rotate()
    assert link.says(link.token) == {"share_link_revoked"}
    assert link.says(new) == {"200"}
    assert link.shown()["token"] == new and link.shown()["history"] == []


def test_a_grace_ends_by_itself(link):
    new = link.rotate({"grace_seconds": 2})
    assert link.says(link.token) | link.says(new) == {"200"}
    deadline = time.monotonic() + 10
    while link.says(link.token) != {"share_link_revoked"}:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert link.says(new) == {"200"}


def test_a_rotation_is_repeated_with_its_key(link):
    key = {"Idempotency-Key": "turn it once"}
    new = link.rotate(headers=key)
    assert link.rotate(headers=key) == new
    other = link.member.post(link.path(rest="/rotate"), {"grace_seconds": 1}, key)
    assert other.status == 409 and is_problem(other, "idempotency_key_reused")


def test_nobody_gets_in_by_an_old_token_after_a_rotation(stack):
    """As guests open a link as often as they can, it is rotated; after the answer the old token is dead."""
    link = Link(stack, Member(stack))
    current = {"token": link.token}
    seen: list[tuple[str, float, int]] = []

    def guest(client: Client, turns) -> None:
        token = current["token"]
        answer = client.get(doors(token)[next(turns)])
        seen.append((token, answer.began, answer.status))

    ended: dict[str, float] = {}
    turns = [itertools.cycle((0, 1, 5)) for _ in range(6)]
    guests = [Client(stack.port) for _ in turns]
    with Load(*(lambda pair=pair: guest(*pair) for pair in zip(guests, turns))) as load:
        for _ in range(20):
            load.until(lambda goal=len(seen) + 40: len(seen) >= goal)
            old = current["token"]
            new = link.rotate(name=link.id)
            ended[old] = time.monotonic()
            load.until(lambda goal=len(seen) + 30: len(seen) >= goal)
            current["token"] = new
    assert {status for _, _, status in seen} == {200, 410}
    assert [began for token, began, status in seen if status == 200 and began > ended.get(token, float("inf"))] == []
    assert sum(began > ended.get(token, float("inf")) for token, began, _ in seen) >= 300


# --- What is over ---------------------------------------------------------------------------------


def test_what_is_over_stays_so(link):
    assert link.change(soon(0.5)).status == 200
    time.sleep(0.7)
    new = link.member.link(link.job)
    for answer in (link.change(LATER), link.member.post(link.path(rest="/rotate"), {})):
        assert answer.status == 409 and is_problem(answer, "share_link_ended")
    assert link.says(link.token) == {"share_link_expired"} and link.says(new) == {"200"}
    assert link.member.revoke(link.job, new).status == 204
    for answer in (link.change(LATER, new), link.member.post(link.path(new, "/rotate"), {})):
        assert answer.status == 409 and is_problem(answer, "share_link_revoked")
    account = link.member.registered["account"]["id"]
    history = link.shown()["history"]
    assert [entry["state"] for entry in history] == ["revoked", "expired"]
    assert all(entry["ended_by"] == account and entry["ended_at"] for entry in history)


def test_strangers_change_nothing(stack, link):
    other = Member(stack)
    for answer in (
        other.call("PATCH", link.path(), {"expires_at": None}), other.post(link.path(rest="/rotate"), {}),
        other.get(link.path(rest="/opens")), other.get(link.path(rest="/events")),
    ):  # fmt: skip
        assert answer.status == 404 and is_problem(answer, "job_not_found")
    guest = Client(stack.port)
    for method, rest in (("PATCH", ""), ("POST", "/rotate"), ("GET", "/opens"), ("GET", "/events")):
        assert guest.call(method, link.path(rest=rest)).status == 401
    assert link.says(link.token) == {"200"}


# --- At once --------------------------------------------------------------------------------------


def test_64_mixed_changes_at_once(stack):
    link = Link(stack, Member(stack))
    clients = [link.member.clone() for _ in range(64)]

    def act(number: int) -> Answer:
        client, name = clients[number], link.id if number % 3 else link.token
        match number % 4:
            case 0:
                return client.post(f"/v1/jobs/{link.job}/share-links", {})
            case 1:
                return client.call("PATCH", link.path(name), {"expires_at": LATER})
            case 2:
                return client.post(link.path(name, "/rotate"), {"grace_seconds": number})
            case _:
                return client.call("DELETE", link.path(name))

    answers = at_once(64, act)
    outcomes = Counter((a.status, a.json()["code"] if a.status >= 400 else "") for a in answers)
    allowed = {
        (200, ""), (201, ""), (204, ""), (404, "share_link_not_found"), (409, "share_link_revoked"),
    }  # fmt: skip
    assert outcomes.keys() <= allowed, outcomes
    assert outcomes[(204, "")] == 1
    for answer in answers:
        if answer.status < 300 and answer.body:
            stack.note(answer.json()["token"])
    shown = link.shown()
    assert len(shown["history"]) == 1
    if shown["exists"]:
        assert link.says(shown["token"]) == {"200"}


# --- Opens and events -----------------------------------------------------------------------------


def test_a_viewer_is_counted_once_and_robots_never(stack, link):
    page, api = doors(link.token)[5], doors(link.token)[0]
    for _ in range(3):
        assert Client(stack.port).get(page).status == 200
        assert Client(stack.port).get(api).status == 200
    for number in range(4):
        assert Client(stack.port).get(page, {"User-Agent": f"{AGENT} {number}"}).status == 200
    for agent in ("Slackbot-LinkExpanding 1.0", "WhatsApp/2.23", "facebookexternalhit/1.1", ""):
        assert Client(stack.port).get(page, {"User-Agent": agent}).status == 200
    for ahead in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"):
        headers = {"User-Agent": f"{AGENT} {ahead}", ahead: "prefetch;prerender"}
        assert Client(stack.port).get(page, headers).status == 200
    assert Client(stack.port).call("HEAD", page, headers={"User-Agent": AGENT + " head"}).status == 200

    def total() -> int:
        return link.member.get(link.path(rest="/opens")).json()["total"]

    deadline = time.monotonic() + 10
    while total() < 5:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(1.5)  # another flush of each responder, which must add nothing
    answer = link.member.get(link.path(rest="/opens?days=7")).json()
    assert answer["total"] == 5 and answer["last_opened_at"]
    today = datetime.datetime.now(datetime.timezone.utc).date()
    days = [str(today - datetime.timedelta(days=ago)) for ago in reversed(range(7))]
    assert [entry["day"] for entry in answer["opens"]] == days
    assert [entry["count"] for entry in answer["opens"]] == [0] * 6 + [5]
    shown = link.shown()["share_link"]
    assert shown["access_count"] == 5 and shown["last_accessed_at"] == answer["last_opened_at"]


def test_events_tell_the_life_of_a_link(stack, link):
    link.change(LATER)
    new = link.rotate({"grace_seconds": 60})
    assert link.member.revoke(link.job, new).status == 204
    answer = link.member.get(link.path(link.id, "/events"))
    events = answer.json()["events"]
    assert [event["action"] for event in events] == [
        "link.revoked", "link.rotated", "link.expiry_changed", "link.created",
    ]  # fmt: skip
    assert {event["actor_id"] for event in events} == {link.member.registered["account"]["id"]}
    assert events[2]["detail"] == {"link_id": link.id, "expires_at": LATER, "expired_at_before": None}
    assert link.token not in answer.body.decode() and new not in answer.body.decode()
    first = link.member.get(link.path(link.id, "/events?limit=3")).json()
    rest = link.member.get(link.path(link.id, f"/events?limit=3&cursor={first['next_cursor']}")).json()
    assert first["events"] + rest["events"] == events and rest["next_cursor"] is None
