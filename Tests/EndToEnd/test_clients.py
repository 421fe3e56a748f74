"""Clients: their accounts, from registering to closing (seed 1)."""

import itertools
import secrets
import threading
import time

import pytest
from client import Client, Company, Member, is_problem
from load import Load


@pytest.fixture(scope="module")
def acme(stack) -> Company:
    return Company(stack)


@pytest.fixture(scope="module")
def recruiter(stack) -> Member:
    return Member(stack)


# --- Registering ---


def test_registrations_at_once_never_clash(stack):
    """As many as the processes can hash passwords for; who must wait is told so, and nobody else."""
    lock, made, statuses, numbers = threading.Lock(), [], set(), itertools.count()
    mark = secrets.token_hex(6)

    def register() -> None:
        client = Client(stack.port, timeout=30)
        answer = client.post("/v1/client/register", {
            "company_name": "Many Ltd", "email": f"{mark}-{next(numbers)}@client.example",
            "password": stack.note(secrets.token_urlsafe(15))})  # fmt: skip
        client.close()
        with lock:
            statuses.add(answer.status)
            if answer.status == 201:
                made.append(answer.json()["connection_id"])
        if answer.status == 503:
            assert int(answer.headers["Retry-After"]) >= 1 and is_problem(answer)
            time.sleep(0.2)

    with Load(*[register] * 64) as load:
        load.lasts(10)
    assert statuses <= {201, 503} and len(made) >= 20, (statuses, len(made))
    assert len(set(made)) == len(made)
    assert all(len(text) == 24 and set(text) <= set("0123456789abcdef") for text in made)
    stored = stack.query(f"""SELECT c.connection_id FROM clients c JOIN accounts a ON a.client_id = c.id
                             WHERE a.email LIKE '{mark}-%'""").split()  # fmt: skip
    assert sorted(stored) == sorted(made)


def test_a_client_has_what_it_registered_with(acme):
    made = acme.registered
    assert set(made) == {"client_id", "company_name", "connection_id", "access_token", "token_type", "expires_in"}
    profile = acme.get("/v1/client/profile").json()
    assert {name: profile[name] for name in ("client_id", "company_name", "connection_id")} == {
        "client_id": acme.id, "company_name": "Acme Corp", "connection_id": acme.connection_id}  # fmt: skip
    assert profile["ask_first"] is False
    me = acme.get("/v1/me").json()
    assert me["client"] == {"client_id": acme.id} and me["memberships"] == []
    assert me["account"]["kind"] == "client" and me["account"]["client_id"] == acme.id


@pytest.mark.parametrize("name", ["", "   ", "\u2003", None, "A" * 201, "A\u0000B", "A\u202eB", 7])
def test_a_company_needs_a_name(stack, stranger, name):
    email = f"{secrets.token_hex(8)}@client.example"
    body = {"company_name": name, "email": email, "password": secrets.token_urlsafe(15)}
    answer = stranger.post("/v1/client/register", body)
    assert answer.status == 400 and is_problem(answer, "validation_failed"), answer.body
    assert [error["field"] for error in answer.json()["errors"]] == ["company_name"]
    assert stack.query(f"SELECT COUNT(*) FROM accounts WHERE email = '{email}'").strip() == "0"


def test_all_that_is_wrong_is_named_at_once(stranger):
    body = {"company_name": " ", "email": "no", "password": "short", "connection_id": "x"}
    answer = stranger.post("/v1/client/register", body)
    assert answer.status == 400 and is_problem(answer, "validation_failed")
    assert {error["field"] for error in answer.json()["errors"]} == {"company_name", "email", "password", "connection_id"}


def test_one_e_mail_is_one_account_of_one_kind(stack, stranger, acme, recruiter):
    before = stack.query("SELECT COUNT(*) FROM clients")
    password = stack.note(secrets.token_urlsafe(15))
    for email in (acme.email, acme.email.upper(), acme.email.title(), recruiter.email.upper()):
        answer = stranger.post("/v1/client/register", {"company_name": "Copy", "email": email, "password": password})
        assert answer.status == 409 and is_problem(answer, "email_taken"), answer.body
    answer = stranger.post("/v1/auth/register", {
        "email": acme.email.upper(), "password": password, "name": "M", "workspace_name": "W"})  # fmt: skip
    assert answer.status == 409 and is_problem(answer, "email_taken")
    assert stack.query("SELECT COUNT(*) FROM clients") == before
    joined = recruiter.post(f"/api/workspaces/{recruiter.workspace}/memberships", {"email": acme.email, "role": "member"})
    assert joined.status == 409 and is_problem(joined, "account_is_a_client")


def test_a_profile_changes_but_for_its_connection_id(stack):
    client = Company(stack)
    for wrong in ({"connection_id": "0a" * 12}, {"client_id": client.id}, {"company_name": ""}, {"ask_first": "yes"}):
        answer = client.call("PATCH", "/v1/client/profile", wrong)
        assert answer.status == 400 and is_problem(answer, "validation_failed"), wrong
    changed = client.call("PATCH", "/v1/client/profile", {"company_name": "  Acme & Söhne  "})
    assert changed.status == 200 and changed.json()["company_name"] == "Acme & Söhne"
    assert changed.json()["connection_id"] == client.connection_id and changed.json()["ask_first"] is False
    assert client.get("/v1/me").json()["account"]["name"] == "Acme & Söhne"
    client.ask_first()
    assert client.get("/v1/client/profile").json()["company_name"] == "Acme & Söhne"


# --- The end of an account ---


def test_a_closed_account_is_gone_and_its_jobs_stay(stack):
    client, recruiter, asked = Company(stack, "Gone Ltd"), Member(stack), Member(stack)
    kept = recruiter.job("Kept", connection_id=client.connection_id)
    other = client.clone()
    client.ask_first()
    waiting = asked.job("Waiting", connection_id=client.connection_id)
    wrong = client.post("/v1/client/close", {"password": "not the one"})
    assert wrong.status == 401 and is_problem(wrong, "bad_credentials")
    assert is_problem(client.post("/v1/client/close", {}), "validation_failed")
    assert client.get("/v1/client/profile").status == 200
    assert client.post("/v1/client/close", {"password": client.password}).status == 204

    paths = ("/v1/client/profile", "/v1/client/jobs", "/v1/client/stats", "/v1/me")
    for caller, path in itertools.product((client, other), paths):
        answer = caller.get(path)
        assert answer.status == 401 and is_problem(answer, "unauthorized")
    assert client.post("/v1/auth/refresh").status == 401
    stranger = Client(stack.port)
    assert stranger.post("/v1/auth/login", {"email": client.email, "password": client.password}).status == 401

    lost = Member(stack).get(f"/v1/client/by-connection/{client.connection_id}")
    assert lost.status == 404 and is_problem(lost, "connection_id_not_found")
    for field, value in (("connection_id", client.connection_id), ("client_id", client.id)):
        answer = recruiter.post("/v1/jobs", {"title": "T", field: value})
        assert answer.status == 400 and is_problem(answer, f"invalid_{field}"), answer.body
    for member, job, approval in ((recruiter, kept, "none"), (asked, waiting, "refused")):
        found = member.get(f"/v1/jobs/{job}").json()
        assert (found["client_id"], found["company_name"]) == (client.id, "Gone Ltd")
        assert found["client_approval"] == approval
    assert is_problem(asked.post(f"/v1/jobs/{waiting}/share-links"), "client_refused")
    assert Client(stack.port).get(f"/v1/shared/jobs/{recruiter.link(kept)}").status == 200

    password = stack.note(secrets.token_urlsafe(15))
    body = {"company_name": "New Ltd", "email": client.email.upper(), "password": password}
    again = stranger.post("/v1/client/register", body)
    assert again.status == 201 and again.json()["connection_id"] != client.connection_id
    newcomer = Client(stack.port, stack.note(again.json()["access_token"]))
    assert newcomer.get("/v1/client/jobs").json()["jobs"] == []
    # It stands where it stood, so that the database gives it to nobody else.
    closed = stack.query(f"SELECT closed_at IS NOT NULL FROM clients WHERE connection_id = '{client.connection_id}'")
    assert closed.strip() == "1"
