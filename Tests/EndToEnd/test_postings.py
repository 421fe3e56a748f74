"""Posting for a client, and its word on it: asked first, agreed to, cut off; and all of that at once."""

import pytest
from client import Client, Company, Member, is_problem
from load import at_once
from test_client_jobs import own, task


def approval(member: Client, job: str) -> str:
    return member.get(f"/v1/jobs/{job}").json()["client_approval"]


# --- Consent ---


def test_a_client_that_asks_first_is_asked(stack):
    client, member = Company(stack), Member(stack)
    client.ask_first()
    job = member.job("First", connection_id=client.connection_id)
    at, thing = f"/v1/jobs/{job}", task(member, job)
    place = client.get("/v1/client/workspaces").json()["workspaces"][0]
    assert (place["workspace_id"], place["consent"], place["decided_at"]) == (member.workspace, "pending", None)
    assert own(client, "&client_approval=pending") == {job}
    assert client.get("/v1/client/stats").json()["awaiting_approval"] == 1

    def refusals() -> list:
        return [
            member.post(f"{at}/share-links"), member.call("PATCH", f"{at}/tasks/{thing}", {"status": "running"}),
            member.post(f"{at}/tasks", [{"title": "Runs", "status": "running"}]),
        ]  # fmt: skip

    assert approval(member, job) == "pending"
    for answer in refusals():
        assert answer.status == 409 and is_problem(answer, "client_approval_pending"), answer.body
    assert member.get(at).json()["status"] == "pending" and member.get(at).json()["total_tasks"] == 1
    assert member.get(f"{at}/share-links").json()["exists"] is False
    second = member.job("Second", connection_id=client.connection_id)

    for word in ("pending", "none", "maybe", "", None, True):
        answer = client.call("PUT", f"/v1/client/workspaces/{member.workspace}", {"consent": word})
        assert answer.status == 400 and is_problem(answer, "validation_failed"), word
    strange = client.decide(Member(stack).workspace, "approved")
    assert strange.status == 404 and is_problem(strange, "workspace_not_found")

    # No: what waited is refused, and so is what comes.
    assert client.decide(member.workspace, "blocked").json()["consent"] == "blocked"
    assert [approval(member, each) for each in (job, second)] == ["refused"] * 2
    for answer in (*refusals(), member.post("/v1/jobs", {"title": "T", "connection_id": client.connection_id}),
                   member.post("/v1/jobs", {"title": "T", "client_id": client.id})):  # fmt: skip
        assert answer.status == 403 and is_problem(answer, "client_refused"), answer.body
    free = member.job("For nobody")
    moved = member.call("PATCH", f"/v1/jobs/{free}", {"connection_id": client.connection_id})
    assert moved.status == 403 and is_problem(moved, "client_refused") and own(client) == {job, second}

    # Yes, after all: all of it runs and is shared.
    decided = client.decide(member.workspace, "approved").json()
    assert decided["consent"] == "approved" and decided["decided_at"]
    assert [approval(member, each) for each in (job, second)] == ["approved"] * 2
    assert [answer.status for answer in refusals()] == [201, 200, 201]
    assert approval(member, member.job("Third", connection_id=client.connection_id)) == "approved"
    # Cut off again: what was agreed to goes on, and is seen.
    client.decide(member.workspace, "blocked")
    assert approval(member, job) == "approved" and job in own(client)
    assert member.call("PATCH", f"{at}/tasks/{thing}", {"status": "completed"}).status == 200


def test_what_runs_or_is_shared_does_not_move_to_who_must_be_asked(stack):
    client, member = Company(stack), Member(stack)
    client.ask_first()
    jobs = [member.job() for _ in range(3)]
    member.link(jobs[0])
    member.tasks(jobs[1], b'{"title":"T","status":"running"}\n')
    moved = [member.call("PATCH", f"/v1/jobs/{job}", {"connection_id": client.connection_id}) for job in jobs]
    assert [answer.status for answer in moved] == [409, 409, 200]
    assert all(is_problem(answer, "job_in_use") for answer in moved[:2])
    assert moved[2].json()["client_approval"] == "pending" and own(client) == {jobs[2]}


def test_who_posts_already_is_not_asked_about_again(stack):
    client, old, new = Company(stack), Member(stack), Member(stack)
    old.job(connection_id=client.connection_id)
    client.ask_first()
    assert approval(old, old.job(connection_id=client.connection_id)) == "none"
    assert approval(new, new.job(connection_id=client.connection_id)) == "pending"


# --- At once ---


def post(member: Member, client: Company):
    answer = member.clone().post("/v1/jobs", {"title": "At once", "connection_id": client.connection_id})
    return answer.status, answer.json().get("code"), answer.json().get("client_approval")


def test_twenty_of_thirty_two_first_postings_at_once_may_wait(stack):
    client, member = Company(stack), Member(stack)
    client.ask_first()
    results = at_once(32, lambda _: post(member, client))
    assert sorted(results, key=str) == [(201, None, "pending")] * 20 + [(409, "too_many_pending", None)] * 12, results
    assert len(own(client)) == 20
    rows = stack.query(f"SELECT consent FROM client_workspaces WHERE client_id = '{client.id}'").split()
    assert rows == ["pending"]
    assert is_problem(member.post("/v1/jobs", {"title": "T", "client_id": client.id}), "too_many_pending")
    free = member.job()
    moved = member.call("PATCH", f"/v1/jobs/{free}", {"connection_id": client.connection_id})
    assert moved.status == 409 and is_problem(moved, "too_many_pending")
    client.decide(member.workspace, "approved")
    assert member.post("/v1/jobs", {"title": "T", "client_id": client.id}).status == 201


@pytest.mark.parametrize("is_linked", [False, True])
def test_all_of_thirty_two_postings_to_one_client_succeed(stack, is_linked):
    """From four workspaces, the first time for each, and when they have posted before."""
    client, members = Company(stack), [Member(stack) for _ in range(4)]
    before = [member.job(connection_id=client.connection_id) for member in members if is_linked]
    results = at_once(32, lambda number: post(members[number % 4], client))
    assert results == [(201, None, "none")] * 32, results
    assert len(own(client)) == 32 + len(before)
    links = stack.query(f"SELECT COUNT(*) FROM client_workspaces WHERE client_id = '{client.id}'")
    assert links.strip() == "4"
    assert client.get("/v1/client/stats").json()["total"] == 32 + len(before)


def test_a_decision_and_postings_at_once_agree(stack):
    """However they meet: none is left waiting once the client has decided."""
    for consent, wanted in (("approved", {"approved"}), ("blocked", {"refused"})):
        client, member = Company(stack), Member(stack)
        client.ask_first()
        member.job(connection_id=client.connection_id)
        results = at_once(16, lambda number: client.clone().call(
            "PUT", f"/v1/client/workspaces/{member.workspace}", {"consent": consent}).status
            if number == 7 else post(member, client)[0])  # fmt: skip
        assert results[7] == 200 and set(results) <= {200, 201, 403}, results
        found = {job["client_approval"] for job in client.get("/v1/client/jobs").json()["jobs"]}
        assert found == wanted
