"""What somebody tries who means no good, beyond what they were given."""

import re
import secrets
import threading
from urllib.parse import quote

import pytest
from client import BROWSER, Client, Member, is_problem
from test_console import FORM, Browser


@pytest.fixture(scope="module")
def victim(stack) -> Member:
    return Member(stack)


@pytest.fixture(scope="module")
def thief(stack) -> Member:
    """Has a workspace, a job and a key of their own: every right, but elsewhere."""
    return Member(stack)


def at(member: Member) -> str:
    return f"/api/workspaces/{member.registered['workspace']['id']}"


def test_ids_of_others_open_nothing_under_ones_own(stack, victim, thief):
    """A path's first id is one's own, its last is not: nothing is found, and nothing happens."""
    job, own = victim.job(), thief.job()
    victim.tasks(job, b'{"title":"T"}\n')
    task = victim.get(f"/v1/jobs/{job}/tasks").json()["tasks"][0]["id"]
    token = victim.link(job)
    link = victim.get(f"/v1/jobs/{job}/share-links").json()["share_link"]["id"]
    membership = victim.get(f"{at(victim)}/memberships").json()["memberships"][0]["id"]
    made = victim.post(f"{at(victim)}/api-keys", {"name": "K"}).json()
    stack.note(made["key"])
    session = victim.get("/v1/me/sessions").json()["sessions"][0]["id"]
    calls = [
        ("PATCH", f"/v1/jobs/{own}/tasks/{task}", {"status": "failed"}),
        ("PATCH", f"{at(thief)}/memberships/{membership}", {"role": "member"}),
        ("DELETE", f"{at(thief)}/memberships/{membership}", None),
        ("DELETE", f"{at(thief)}/api-keys/{made['apiKey']['id']}", None),
        ("DELETE", f"/v1/me/sessions/{session}", None),
        ("GET", f"/v1/jobs?workspace_id={victim.registered['workspace']['id']}", None),
        ("POST", "/v1/jobs", {"title": "A", "workspace_id": victim.registered["workspace"]["id"]}),
    ]
    for name in (token, link):
        links = f"/v1/jobs/{own}/share-links/{name}"
        calls += [("DELETE", links, None), ("PATCH", links, {"expires_at": None}), ("POST", f"{links}/rotate", {}),
                  ("GET", f"{links}/opens", None), ("GET", f"{links}/events", None)]  # fmt: skip
    for method, path, body in calls:
        answer = thief.call(method, path, body)
        assert answer.status == 404 and is_problem(answer), (method, path)
    assert victim.get("/v1/me").status == 200
    assert Client(stack.port, made["key"]).get(f"/v1/shared/jobs/{token}").status == 200
    assert Client(stack.port, made["key"]).get("/v1/jobs").json()["jobs"][0]["id"] == job


@pytest.mark.parametrize(
    "field", ["id", "workspace_id", "created_by", "status", "total_tasks", "deleted_at", "visible_tasks", "version"])
def test_a_change_takes_no_other_fields(victim, field):
    job = victim.job()
    before = victim.get(f"/v1/jobs/{job}").body
    answer = victim.call("PATCH", f"/v1/jobs/{job}", {"title": "B", field: secrets.token_hex(4)})
    assert answer.status == 400 and is_problem(answer, "validation_failed")
    assert victim.get(f"/v1/jobs/{job}").body == before


def test_a_key_is_its_very_characters(stack, victim):
    key = stack.note(victim.post(f"{at(victim)}/api-keys", {"name": "K"}).json()["key"])
    stranger = Client(stack.port)
    for authorization in (f"Bearer {key}", f"bearer {key}"):
        assert stranger.get("/v1/me", {"Authorization": authorization}).status == 200
    swapped = f"wl_key_{key[7:].swapcase()}"
    for authorization in (
        f"Bearer {key.upper()}", f"Bearer {swapped}", f"Bearer {key}A", f"Bearer {key[:-1]}", f"Bearer WL_KEY_{key[7:]}",
        f"Basic {key}", key, f"Bearer\t{key}", f"Bearer {key},{victim.token}", f"Bearer {key} {victim.token}", "Bearer wl_key_",
    ):  # fmt: skip
        answer = stranger.get("/v1/me", {"Authorization": authorization})
        assert answer.status == 401 and is_problem(answer, "unauthorized"), authorization


def test_no_spelling_of_an_address_is_another_door(stack):
    """Case and white space don't make another account, and give a guesser no further tries."""
    victim = Member(stack)
    name, host = victim.email.split("@")
    spellings = [victim.email.upper(), f" {victim.email}", f"{victim.email}\u00a0", f"{name.title()}@{host}"]
    stranger = Client(stack.port)
    for spelling in spellings:
        answer = stranger.post("/v1/auth/register", {
            "email": spelling, "password": stack.note(secrets.token_urlsafe(15)), "name": "N", "workspace_name": "W"})
        assert answer.status == 409 and is_problem(answer, "email_taken"), spelling
    for tries in range(5):
        wrong = {"email": spellings[tries % 4], "password": "not the right one"}
        assert stranger.post("/v1/auth/login", wrong).status == 401
    answer = stranger.post("/v1/auth/login", {"email": victim.email, "password": victim.password})
    assert answer.status == 429 and int(answer.headers["Retry-After"]) > 0
    spoofed = {"X-Forwarded-For": "192.0.2.1", "X-Real-IP": "192.0.2.1", "Forwarded": "for=192.0.2.1"}
    answer = stranger.post("/v1/auth/login", {"email": victim.email, "password": victim.password}, spoofed)
    assert answer.status == 429


@pytest.mark.parametrize("place", ["a{}b@stranger.example", "ab@{}stranger.example"])
@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u2060", "\ufe0f"])
def test_no_two_addresses_look_the_same(stranger, place, unseen):
    answer = stranger.post("/v1/auth/register", {
        "email": place.format(unseen), "password": secrets.token_urlsafe(15), "name": "N", "workspace_name": "W"})
    assert answer.status == 400 and answer.json()["errors"][0]["field"] == "email"


def test_owners_who_throw_each_other_out_leave_one(stack):
    """Whatever two owners do to each other at the same moment, the workspace keeps an owner."""
    for _ in range(3):
        first, second = Member(stack), Member(stack)
        members = f"{at(first)}/memberships"
        theirs = first.post(members, {"email": second.email, "role": "owner"}).json()["membership"]["id"]
        own = next(m["id"] for m in first.get(members).json()["memberships"] if m["email"] == first.email)
        acts = [(first, "PATCH", theirs), (second, "PATCH", own), (first, "DELETE", own), (second, "DELETE", theirs)]
        barrier, statuses = threading.Barrier(len(acts)), []

        def act(member: Member, method: str, id: str) -> None:
            client = member.clone()
            barrier.wait()
            statuses.append(client.call(method, f"{members}/{id}", {"role": "member"} if method == "PATCH" else None).status)

        threads = [threading.Thread(target=act, args=one) for one in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        workspace = first.registered["workspace"]["id"]
        owners = stack.query(f"SELECT COUNT(*) FROM memberships WHERE workspace_id = '{workspace}' AND role = 'owner'")
        assert owners.strip() == "1"
        # Who has lost their last workspace is signed out.
        assert len(statuses) == 4 and set(statuses) <= {200, 204, 401, 403, 404, 409}


def test_rotating_and_revoking_at_once_leaves_no_way_in(stack, victim):
    """However they come, when a revoke has been answered no token of the link opens."""
    for _ in range(3):
        job = victim.job()
        tokens = [victim.link(job)]
        barrier, statuses = threading.Barrier(9), []

        def turn() -> None:
            client = victim.clone()
            barrier.wait()
            answer = client.post(f"/v1/jobs/{job}/share-links/{tokens[0]}/rotate", {"grace_seconds": 60})
            if answer.status == 200:
                tokens.append(stack.note(answer.json()["token"]))
            else:
                assert is_problem(answer, "share_link_revoked")

        def revoke() -> None:
            client = victim.clone()
            barrier.wait()
            statuses.append(client.call("DELETE", f"/v1/jobs/{job}/share-links/{tokens[0]}").status)

        threads = [threading.Thread(target=turn) for _ in range(8)] + [threading.Thread(target=revoke)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [204]
        for token in tokens:
            answer = Client(stack.port).get(f"/v1/shared/jobs/{token}")
            assert answer.status == 410 and is_problem(answer, "share_link_revoked")


@pytest.mark.parametrize("next", [
    "//evil.example", "https://evil.example", "/\\evil.example", "/console//evil", "/console/../..//evil.example",
    "/%2F/evil.example", "\t//evil.example", "javascript:alert(1)", "/v1/me", "/console/account\r\nX-A: b"])
def test_signing_in_leads_nowhere_else(stranger, next):
    answer = stranger.get(f"/console/sign-in?next={quote(next, safe='')}", BROWSER)
    assert answer.status == 200 and b'name="next"' not in answer.plain and "X-A" not in answer.headers


def test_no_two_pages_say_a_forms_token_alike(stack):
    """Else it could be guessed from the length of compressed pages."""
    browser = Browser(stack)
    find = re.compile(rb'name="form_token" value="([^"]+)"')
    texts = [set(find.findall(browser.visit("/console/sign-in").plain)) for _ in range(5)]
    assert all(len(page) == 1 for page in texts) and len(set.union(*texts)) == 5
    # Each of them is good, as long as the browser has its cookie.
    body = f"form_token={texts[0].pop().decode()}&language=en"
    assert browser.post("/console/language", body, BROWSER | FORM | browser.cookie).status == 303
