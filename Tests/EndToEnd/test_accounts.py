"""Accounts as people use them: sessions, passwords, colleagues, keys, and those who guess."""

import secrets
import time

import pytest
from client import Client, Member, is_problem


@pytest.fixture
def owner(stack) -> Member:
    return Member(stack)


def sign_in(stack, member: Member) -> Client:
    """The same person at a new device."""
    client = Client(stack.port)
    answer = client.post("/v1/auth/login", {"email": member.email, "password": member.password})
    assert answer.status == 200, answer.body
    client.token = stack.note(answer.json()["access_token"])
    return client


def workspace(member: Member) -> str:
    return f"/api/workspaces/{member.registered['workspace']['id']}"


def make_key(stack, member: Member) -> Client:
    made = member.post(f"{workspace(member)}/api-keys", {"name": "CI"})
    assert made.status == 201, made.body
    return Client(stack.port, stack.note(made.json()["key"]))


def test_a_token_is_renewed_and_signed_out(stack, owner):
    renewed = owner.post("/v1/auth/refresh")
    assert renewed.status == 200
    again = Client(stack.port, stack.note(renewed.json()["access_token"]))
    assert again.get("/v1/me").json()["account"]["email"] == owner.email
    assert again.post("/v1/auth/logout").status == 204
    # One session, and all responders know: its older token is as dead as its newer one.
    for _ in range(8):
        for client in (owner.clone(), again):
            assert is_problem(client.get("/v1/me"), "unauthorized")
            assert client.post("/v1/auth/refresh").status == 401


def test_sessions_are_listed_and_ended(stack, owner):
    others = [sign_in(stack, owner) for _ in range(2)]
    sessions = owner.get("/v1/me/sessions").json()["sessions"]
    assert [session["is_current"] for session in sessions] == [False, False, True]
    assert owner.call("DELETE", f"/v1/me/sessions/{sessions[0]['id']}").status == 204
    assert others[1].get("/v1/me").status == 401 and others[0].get("/v1/me").status == 200
    assert owner.call("DELETE", "/v1/me/sessions").status == 204
    assert others[0].get("/v1/me").status == 401 and owner.get("/v1/me").status == 200


def test_a_new_password_ends_all_other_sessions(stack, owner):
    other = sign_in(stack, owner)
    new = stack.note(secrets.token_urlsafe(15))
    wrong = owner.post("/v1/auth/password", {"current_password": "not it", "new_password": new})
    assert wrong.status == 401 and is_problem(wrong, "bad_credentials")
    changed = owner.post("/v1/auth/password", {"current_password": owner.password, "new_password": new})
    assert changed.status == 204
    assert other.get("/v1/me").status == 401 and owner.get("/v1/me").status == 200
    old = Client(stack.port).post("/v1/auth/login", {"email": owner.email, "password": owner.password})
    assert old.status == 401
    owner.password = new
    assert sign_in(stack, owner).get("/v1/me").status == 200


def test_a_colleague_comes_and_goes(stack, owner):
    colleague = Member(stack)
    members = f"{workspace(owner)}/memberships"
    assert colleague.get(members).status == 404
    joined = owner.post(members, {"email": colleague.email.upper(), "role": "admin"})
    assert joined.status == 201, joined.body
    membership = f"{members}/{joined.json()['membership']['id']}"
    assert colleague.get(members).status == 200
    there = owner.registered["workspace"]["id"]
    job = colleague.job(workspace_id=there)
    link = colleague.link(job)
    own = owner.get(members).json()["memberships"][0]["id"]
    for answer in (
        owner.call("DELETE", f"{members}/{own}"),
        owner.call("PATCH", f"{members}/{own}", {"role": "member"}),
    ):
        assert answer.status == 409 and is_problem(answer, "last_owner")
    assert is_problem(colleague.call("DELETE", f"{members}/{own}"), "not_an_owner")
    assert colleague.call("DELETE", membership).status == 204
    assert colleague.get(f"/v1/jobs/{job}").status == 404
    assert owner.get(f"/v1/jobs/{job}").json()["created_by"] == owner.registered["account"]["id"]
    assert owner.get(f"/v1/shared/jobs/{link}").status == 200


def test_an_invitation_waits_for_its_message(stack, owner):
    members = f"{workspace(owner)}/memberships"
    email = f"{secrets.token_hex(8)}@stranger.example"
    invited = owner.post(members, {"email": email, "role": "member"})
    assert invited.status == 202 and invited.json()["email"] == "not_configured"
    # The address alone gives nobody the place.
    made = Client(stack.port).post(
        "/v1/auth/register",
        {"email": email, "password": stack.note(secrets.token_urlsafe(15)), "name": "E", "workspace_name": "W"},
    )
    assert made.status == 201
    newcomer = Client(stack.port, stack.note(made.json()["access_token"]))
    assert newcomer.get(members).status == 404
    invitation = owner.get(members).json()["invitations"][0]
    assert invitation["email"] == email
    assert owner.call("DELETE", f"{members}/{invitation['id']}").status == 204
    assert owner.get(members).json()["invitations"] == []


def test_a_key_works_until_it_is_ended(stack, owner):
    key = make_key(stack, owner)
    made = key.post("/v1/jobs", {"title": "By a program"})
    assert made.status == 201
    assert owner.titles() == ["By a program"]
    keys = f"{workspace(owner)}/api-keys"
    assert is_problem(key.post(keys, {"name": "More"}), "key_not_allowed")
    listed = owner.get(keys)
    assert key.token.encode() not in listed.body
    # Its use is written within some seconds, by whoever answered.
    deadline = time.monotonic() + 5
    while owner.get(keys).json()["apiKeys"][0]["lastUsedAt"] is None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert owner.call("DELETE", f"{keys}/{listed.json()['apiKeys'][0]['id']}").status == 204
    for _ in range(8):
        assert Client(stack.port, key.token).get("/v1/jobs").status == 401


def test_guessing_is_slow_for_the_guesser_alone(stack, owner):
    bystander = Member(stack)
    guesser = Client(stack.port)
    for _ in range(5):
        answer = guesser.post("/v1/auth/login", {"email": owner.email, "password": "a guess"})
        assert answer.status == 401 and is_problem(answer, "bad_credentials")
    # All responders know, and the right password is refused like any other.
    for password in ("a guess", owner.password):
        refused = Client(stack.port).post("/v1/auth/login", {"email": owner.email, "password": password})
        assert refused.status == 429 and is_problem(refused, "too_many_attempts")
        assert 1 <= int(refused.headers["Retry-After"]) <= 5
    # Who shares the address, and who is signed in, notice nothing.
    assert sign_in(stack, bystander).get("/v1/me").status == 200
    assert owner.get("/v1/me").status == 200
    time.sleep(5)
    assert sign_in(stack, owner).get("/v1/me").status == 200
