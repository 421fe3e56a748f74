"""Members' pages as somebody uses them who means no good, or who presses a button 64 times."""

import re
import secrets
import time
import urllib.parse
from collections import Counter

import pytest
from client import BROWSER, Answer, Client, Member, doors, is_problem
from load import at_once
from test_console import FORM, Browser
from test_link_life import LATER, Link, soon

EVIL = [
    "//evil.example", "https://evil.example/console", "/\\evil.example", "/console/../..//evil.example",
    "\t//evil.example", "javascript:alert(1)", "/shared/jobs/x", "/console/sign-out", "/console\r\nX-A: b",
]  # fmt: skip


class Person(Browser):
    """A member at a browser, who has a program too."""

    def __init__(self, stack, member: Member | None = None):
        super().__init__(stack)
        self.member = member or Member(stack)

    def sign_in(self, **fields: str) -> Answer:
        page = self.visit("/console/sign-in")
        return self.send(page, "/console/sign-in", email=self.member.email,
                         password=self.member.password, **fields)  # fmt: skip

    def form_token(self) -> str:
        """Of this session, as its forms carry it."""
        page = self.visit("/console/account").plain.decode()
        return re.search(r'name="form_token" value="([^"]+)"', page).group(1)


@pytest.fixture
def person(stack) -> Person:
    person = Person(stack)
    assert person.sign_in().status == 303
    return person


def headers_of(cookie: str) -> dict[str, str]:
    return BROWSER | {"Cookie": cookie}


# --- Fixation -------------------------------------------------------------------------------------


def test_a_planted_cookie_is_not_the_session_afterwards(stack):
    """Neither an invented one, nor the thief's own, which was good until then."""
    thief = Person(stack)
    assert thief.sign_in().status == 303
    for planted in (secrets.token_urlsafe(24), thief.jar["waylink"]):
        victim = Person(stack)
        victim.jar["waylink"] = planted
        # With the thief's own session there is no form to be seen; one can be kept from before.
        fresh = Person(stack, victim.member)
        page = fresh.visit("/console/sign-in")
        victim.jar["waylink-form"] = fresh.jar["waylink-form"]
        entered = victim.send(page, "/console/sign-in", email=victim.member.email, password=victim.member.password)
        assert entered.status == 303 and entered.headers["Location"] == "/console"
        assert victim.jar["waylink"] != planted
        assert victim.member.email.encode() in victim.visit("/console/account").plain
        outside = Client(stack.port).get("/console/account", headers_of(f"waylink={planted}"))
        assert outside.status == 303, "whoever knows that cookie has nothing from it"


def test_making_an_account_leaves_a_planted_cookie_behind(stack):
    planted = secrets.token_urlsafe(24)
    browser = Browser(stack)
    browser.jar["waylink"] = planted
    made = browser.send(
        browser.visit("/console/sign-up"), "/console/sign-up", name="N", workspace_name="W",
        email=f"{secrets.token_hex(8)}@stranger.example", password=stack.note(secrets.token_urlsafe(15)))
    assert made.status == 303 and browser.jar["waylink"] != planted
    assert browser.visit("/console/account").status == 200
    assert Client(stack.port).get("/console/account", headers_of(f"waylink={planted}")).status == 303


def test_two_cookies_of_one_name_are_none(person):
    """A neighbouring host may set a second one; which is ours can't be told, so nobody gets in."""
    own = person.jar["waylink"]
    for pair in (f"waylink={own}; waylink=planted", f"waylink=planted; waylink={own}"):
        assert Client(person.port).get("/console/account", headers_of(pair)).status == 303


# --- Redirects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("next", EVIL)
def test_signing_in_leads_to_our_own_pages_alone(stack, next):
    """Also when the form's own field was exchanged."""
    person = Person(stack)
    person.visit(f"/console/sign-in?next={urllib.parse.quote(next, safe='')}")
    entered = person.sign_in(next=next)
    assert entered.status == 303 and entered.headers["Location"] == "/console" and "X-A" not in entered.headers


def test_signing_in_leads_to_the_page_that_was_asked_for(stack):
    person = Person(stack)
    job = f"/console/jobs/{person.member.job()}?status=failed"
    asked = person.visit(job)
    assert asked.status == 303
    form = person.visit(asked.headers["Location"])
    entered = person.send(form, "/console/sign-in", email=person.member.email, password=person.member.password)
    assert entered.status == 303 and entered.headers["Location"] == job
    assert person.visit(job).status == 200


@pytest.mark.parametrize("origin", [*EVIL, "/console/account"])
def test_a_button_leads_back_to_pages_of_jobs_alone(person, origin):
    job = person.member.job()
    person.member.link(job)
    link = person.member.get(f"/v1/jobs/{job}/share-links").json()["share_link"]["id"]
    page, tail = f"/console/jobs/{job}", f"?from={urllib.parse.quote(origin, safe='')}"
    asked = person.visit(f"{page}/link/{link}/revoke{tail}")
    assert asked.status == 200 and b"evil" not in asked.plain and b"javascript:" not in asked.plain
    body = urllib.parse.urlencode({"form_token": person.form_token()})
    sent = BROWSER | FORM | person.cookie
    for path, to in ((f"{page}/link", f"{page}#link"), (f"{page}/link/{link}/revoke", page)):
        answer = person.post(path + tail, body, sent)
        assert answer.status == 303 and answer.headers["Location"] == to
        assert "X-A" not in answer.headers


# --- 64 at once -----------------------------------------------------------------------------------


def test_64_times_generate_makes_one_link(person):
    """By the page's own form, in one session, as somebody does whose connection hangs."""
    job = person.member.job()
    body = urllib.parse.urlencode({"form_token": person.form_token()})
    sent = BROWSER | FORM | person.cookie
    clients = [Client(person.port, timeout=30) for _ in range(64)]
    answers = at_once(64, lambda number: clients[number].post(f"/console/jobs/{job}/link", body, sent))
    assert {answer.status for answer in answers} == {303}
    said = Counter(re.search(r"waylink-message=([a-z-]+)", answer.headers["Set-Cookie"]).group(1) for answer in answers)
    assert said == {"link-made": 1, "link-stands": 63}
    shown = person.member.get(f"/v1/jobs/{job}/share-links").json()
    person.stack.note(shown["token"])
    assert shown["share_link"]["state"] == "active" and shown["history"] == []
    assert [event["action"] for event in events(person, job, shown)] == ["link.created"]


def events(person: Person, job: str, shown: dict) -> list[dict]:
    return person.member.get(f"/v1/jobs/{job}/share-links/{shown['share_link']['id']}/events").json()["events"]


def expired(stack) -> Link:
    link = Link(stack, Member(stack))
    assert link.change(soon(0.5)).status == 200
    deadline = time.monotonic() + 10
    while link.shown()["share_link"]["state"] != "expired":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return link


def test_64_at_once_replace_an_expired_link_by_one(stack):
    link = expired(stack)
    clients = [Client(stack.port, link.member.token, timeout=30) for _ in range(64)]
    answers = at_once(64, lambda number: clients[number].post(f"/v1/jobs/{link.job}/share-links", {}))
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 63}
    [token] = {stack.note(answer.json()["token"]) for answer in answers}
    shown = link.shown()
    assert shown["token"] == token != link.token
    assert [entry["id"] for entry in shown["history"]] == [link.id]
    assert link.says(token) == {"200"} and link.says(link.token) == {"share_link_expired"}


def test_extending_and_replacing_at_once_leave_one_link(stack):
    """Whoever is first decides: the old address works again, or a new one does; never both."""
    for _ in range(3):
        link = expired(stack)
        clients = [Client(stack.port, link.member.token, timeout=30) for _ in range(64)]

        def act(number: int) -> Answer:
            if number % 2:
                return clients[number].call("PATCH", link.path(link.id), {"expires_at": LATER})
            return clients[number].post(f"/v1/jobs/{link.job}/share-links", {})

        answers = at_once(64, act)
        outcomes = Counter((a.status, a.json().get("code", "")) for a in answers)
        assert outcomes.keys() <= {(200, ""), (201, ""), (409, "share_link_ended")}, outcomes
        shown = link.shown()
        stack.note(shown["token"])
        was_extended = shown["token"] == link.token
        assert outcomes[(201, "")] == (0 if was_extended else 1)
        assert outcomes[(409, "share_link_ended")] == (0 if was_extended else 32)
        assert link.says(shown["token"]) == {"200"}
        assert was_extended or link.says(link.token) == {"share_link_expired"}


def test_another_expiry_is_another_wish(stack):
    """One after the other: what stands is returned for the same wish, and never changed by asking."""
    member = Member(stack)
    job = member.job()
    first, second = "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z"

    def ask(body: dict) -> Answer:
        return member.post(f"/v1/jobs/{job}/share-links", body)

    made = ask({"expires_at": first})
    assert made.status == 201
    token = stack.note(made.json()["token"])
    for body in ({"expires_at": first}, {"expires_at": "2098-01-01T05:30:00+05:30"}, {}):
        again = ask(body)
        assert again.status == 200 and again.json()["token"] == token
    for body in ({"expires_at": second}, {"expires_at": None}):
        other = ask(body)
        assert other.status == 409 and is_problem(other, "share_link_exists")
        assert token not in other.body.decode()
    assert member.get(f"/v1/jobs/{job}/share-links").json()["share_link"]["expires_at"] == first
    assert member.call("PATCH", f"/v1/jobs/{job}/share-links/{token}", {"expires_at": second}).status == 200
    assert ask({"expires_at": second}).status == 200
    assert Client(stack.port).get(doors(token)[0]).json()["expires_at"] == second


# --- What whoever runs it sees --------------------------------------------------------------------


def test_pages_and_their_forms_are_counted(stack, person):
    counted = ["console.account", "console.choose_language", "job_pages.list", "job_pages.generate_link"]
    job = person.member.job()
    token = person.form_token()

    def total(route: str, status: int) -> int:
        pages = [Client(stack.port).get(f"/metrics/{number + 1}").body.decode() for number in range(len(stack.sockets()))]
        found = re.findall(rf'^waylink_requests_total{{[^}}]*route="{route}",status="{status}"}} (\d+)$',
                           "\n".join(pages), re.MULTILINE)  # fmt: skip
        return sum(map(int, found))

    before = {route: total(route, 200) + total(route, 303) for route in counted}
    body = urllib.parse.urlencode({"form_token": token, "language": "en"})
    sent = BROWSER | FORM | person.cookie
    for _ in range(3):
        assert person.visit("/console/account").status == 200
        assert person.visit("/console").status == 200
        assert person.post("/console/language", body, sent).status == 303
        link = person.post(f"/console/jobs/{job}/link", urllib.parse.urlencode({"form_token": token}), sent)
        assert link.status == 303
    after = {route: total(route, 200) + total(route, 303) for route in counted}
    assert {route: after[route] - before[route] for route in counted} == dict.fromkeys(counted, 3)
    person.stack.note(person.member.get(f"/v1/jobs/{job}/share-links").json()["token"])
