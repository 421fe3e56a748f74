"""Documents shared by links: with passwords, through nginx, on two responders."""

import base64
import itertools
import json
import time

import pytest
from client import Client, Member, is_problem
from load import Load, at_once

PASSWORD = "open sesame"


class Shared:
    """A document of a new member, and links of it."""

    def __init__(self, stack):
        self.stack = stack
        self.author = Member(stack)
        workspace = self.author.registered["workspace"]["id"]
        made = self.author.post(f"/api/workspaces/{workspace}/documents", {"title": "Plan", "body": "# Hello *you*"})
        assert made.status == 201, made.body
        self.document = made.json()["id"]

    @property
    def links(self) -> str:
        return f"/api/documents/{self.document}/share-links"

    def link(self, **terms) -> tuple[str, str]:
        """The id and the token of a new one."""
        made = self.author.post(self.links, {"accessLevel": "viewer"} | terms)
        assert made.status == 201, made.body
        self.stack.note(made.json()["token"])
        return made.json()["shareLink"]["id"], made.json()["token"]

    def locked(self) -> tuple[str, str]:
        return self.link(password=self.stack.note(PASSWORD))


@pytest.fixture(scope="module")
def shared(stack) -> Shared:
    return Shared(stack)


class Guest(Client):
    """Somebody without an account, with a browser that keeps cookies."""

    def __init__(self, stack, **options):
        super().__init__(stack.port, **options)
        self.stack = stack
        self.cookie: str | None = None

    def enter(self, token: str, password: str | None = None, grant: str | None = None):
        body = {} if password is None else {"password": password}
        headers = {"Cookie": self.cookie} if self.cookie else {}
        answer = self.post(f"/api/share-links/{token}/access", body, headers | _bearer(grant))
        if set_cookie := answer.headers["Set-Cookie"]:
            assert "HttpOnly" in set_cookie and "SameSite=Lax" in set_cookie
            self.cookie = set_cookie.split(";")[0]
        return answer

    def grant(self, token: str, password: str | None = None) -> str:
        answer = self.enter(token, password)
        assert answer.status == 200, answer.body
        return self.stack.note(answer.json()["accessGrant"])

    def read(self, token: str, grant: str | None = None):
        return self.get(f"/api/share-links/{token}/document", _bearer(grant))


def _bearer(grant: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {grant}"} if grant is not None else {}


def test_a_link_from_its_making_to_its_end(shared):
    guest, author = Guest(shared.stack), shared.author
    link, token = shared.link(accessLevel="commenter", password=PASSWORD, expiresAt="2099-12-31T23:59:59Z")
    listed = [one for one in author.get(shared.links).json()["shareLinks"] if one["id"] == link]
    assert len(listed) == 1 and listed[0]["passwordProtected"] and "token" not in listed[0]
    assert guest.enter(token).status == 401 and is_problem(guest.enter(token, "wrong"), "share_link_password_required")
    entered = guest.enter(token, PASSWORD)
    assert entered.status == 200
    assert set(entered.json()) == {"documentId", "accessLevel", "workspaceId", "token", "accessGrant"}
    grant = shared.stack.note(entered.json()["accessGrant"])
    document = guest.read(token, grant)
    assert document.status == 200
    assert document.json()["body"] == "# Hello *you*" and "<em>you</em>" in document.json()["bodyHtml"]
    assert document.headers["Cache-Control"] == "private, no-cache"
    unchanged = guest.get(
        f"/api/share-links/{token}/document", _bearer(grant) | {"If-None-Match": document.headers["ETag"]}
    )
    assert unchanged.status == 304
    assert author.call("DELETE", f"/api/share-links/{link}").status == 204
    again = author.call("DELETE", f"/api/share-links/{link}")
    for answer in (guest.read(token, grant), guest.enter(token, PASSWORD), again):
        assert answer.status == 404 and is_problem(answer, "share_link_not_found")
    assert link not in [one["id"] for one in author.get(shared.links).json()["shareLinks"]]
    assert link in [one["id"] for one in author.get(f"{shared.links}?include=all").json()["shareLinks"]]


def test_forms_are_taken_too(shared):
    _, token = shared.locked()
    guest = Guest(shared.stack)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert guest.post(f"/api/share-links/{token}/access", "password=open+sesame", form).status == 200
    assert guest.post(f"/api/share-links/{token}/access", "password=wrong", form).status == 401


def test_no_way_around_the_password(shared):
    _, token = shared.locked()
    other = shared.locked()[1]
    guest = Guest(shared.stack)
    good = guest.grant(token, PASSWORD)
    assert guest.read(token, good).status == 200
    header, claims, signature = good.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    longer = base64.urlsafe_b64encode(b'{"exp":99999999999,"typ":"grant+jwt"}').decode().rstrip("=")
    for grant in [
        None, "", "x", f"{none}.{claims}.", f"{none}.{claims}.{signature}", f"{header}.{longer}.{signature}",
        f"{header}.{claims}.", good[:-1], guest.grant(other, PASSWORD), guest.grant(shared.link()[1]),
        shared.author.token, token,
    ]:  # fmt: skip
        answer = guest.read(token, grant)
        assert answer.status == 401 and is_problem(answer, "share_link_password_required"), grant
        assert b"Hello" not in answer.body
    # A grant opens nothing that is a member's.
    assert Client(shared.stack.port, good).get("/v1/me").status == 401


def test_another_password_ends_what_the_one_before_gave(shared):
    link, token = shared.locked()
    guest = Guest(shared.stack)
    grant = guest.grant(token, PASSWORD)
    change = {"password": shared.stack.note("another good one")}
    assert shared.author.call("PATCH", f"/api/share-links/{link}", change).status == 200
    assert guest.read(token, grant).status == 401 and guest.enter(token, PASSWORD).status == 401
    assert guest.read(token, guest.grant(token, "another good one")).status == 200


def test_twenty_colleagues_come_in_while_one_of_them_guesses(shared):
    """All from one address and with one kind of browser, over both responders."""
    _, token = shared.locked()
    guesser = Guest(shared.stack)
    tried: list[int] = []

    def guess() -> None:
        tried.append(guesser.enter(token, f"guess {len(tried)}").status)
        time.sleep(0.01)

    with Load(guess) as load:
        load.until(lambda: 429 in tried)
        colleagues = [Guest(shared.stack, timeout=30) for _ in range(20)]

        def say(colleague: Guest, password: str) -> int:
            """Too many passwords at once is no fault of theirs: they are told when to come again."""
            for _ in range(50):
                answer = colleague.enter(token, password)
                if answer.status != 503:
                    break
                time.sleep(0.2)
            return answer.status

        def come_in(number: int) -> list[int]:
            colleague = colleagues[number]
            slips = ["a slip of mine"] if number % 2 else []
            return [colleague.enter(token).status, *(say(colleague, words) for words in [*slips, PASSWORD])]

        found = []
        for first in range(0, 20, 4):
            found += at_once(4, lambda number, first=first: come_in(first + number))
    assert found == [[401, 401, 200] if number % 2 else [401, 200] for number in range(20)]
    assert tried.count(401) <= 8 and set(tried) <= {401, 429, 503}, tried
    last = guesser.enter(token, PASSWORD)
    assert last.status == 429 and is_problem(last, "too_many_attempts") and int(last.headers["Retry-After"]) >= 1


def test_64_at_once_revoke_once(shared):
    link, token = shared.link()
    clients = [shared.author.clone() for _ in range(64)]
    statuses = at_once(64, lambda number: clients[number].call("DELETE", f"/api/share-links/{link}").status)
    assert sorted(statuses) == [204] + [404] * 63
    assert Guest(shared.stack).read(token).status == 404


ROUNDS = 12


def test_nobody_gets_in_after_a_revoke(shared):
    """Guests come in and read as often as they can while link after link is revoked."""
    link, token = shared.link()
    current, revoked = {"token": token}, {}
    seen: list[tuple[str, float, int]] = []

    def look(guest: Guest, turns) -> None:
        token = current["token"]
        answer = guest.read(token) if next(turns) else guest.enter(token)
        seen.append((token, answer.began, answer.status))

    guests = [(Guest(shared.stack), itertools.cycle((1, 1, 0))) for _ in range(6)]
    with Load(*(lambda pair=pair: look(*pair) for pair in guests)) as load:
        for _ in range(ROUNDS):
            load.until(lambda goal=len(seen) + 40: len(seen) >= goal)
            assert shared.author.call("DELETE", f"/api/share-links/{link}").status == 204
            revoked[current["token"]] = time.monotonic()
            load.until(lambda goal=len(seen) + 40: len(seen) >= goal)
            link, current["token"] = shared.link()
    assert {status for _, _, status in seen} == {200, 404}
    late = [status for token, began, status in seen if began > revoked.get(token, float("inf"))]
    assert len(late) > ROUNDS * 10 and set(late) == {404}


BAD = [
    {}, {"accessLevel": "editor"}, {"accessLevel": "viewer", "password": "1234567"},
    {"accessLevel": "viewer", "password": "a" * 129}, {"accessLevel": "viewer", "password": "1234\x005678"},
    {"accessLevel": "viewer", "expiresAt": "2099-01-01T00:00:00"},
    {"accessLevel": "viewer", "expiresAt": "2001-01-01T00:00:00Z"},
]  # fmt: skip


def test_bad_links_are_refused_and_leave_nothing(shared):
    before = shared.author.get(f"{shared.links}?include=all").json()
    for body, field in zip(BAD, ["accessLevel"] * 2 + ["password"] * 3 + ["expiresAt"] * 2):
        answer = shared.author.post(shared.links, body)
        assert answer.status == 400 and is_problem(answer), body
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    for path in ("/api/share-links/x", "/api/documents/x/share-links"):
        answer = shared.author.call("DELETE" if path.endswith("x") else "GET", path)
        assert answer.status == 400 and is_problem(answer, "validation_failed")
    assert shared.author.get(f"{shared.links}?include=all").json() == before
