"""From nothing to a shared job and back, by the contract alone."""

import json
import re
import secrets
from datetime import datetime, timedelta, timezone

import pytest
from client import BROWSER, Client, Member, doors, is_problem

GUEST_JOB = [
    "id", "title", "description", "status", "progress", "total_tasks", "completed_tasks",
    "failed_tasks", "skipped_tasks", "created_at", "started_at", "completed_at",
    "duration_seconds", "columns", "expires_at",
]  # fmt: skip
GUEST_TASK = ["id", "title", "status", "attributes", "started_at", "completed_at"]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
COLUMNS = [
    {"key": "size", "label": "Size", "type": "number"},
    {"key": "inside", "label": "Inside", "type": "string", "public": False},
]


def test_a_job_is_shared_and_taken_back(stack, stranger):
    member = Member(stack)
    job = member.job("Count the boxes", description="All <b>three</b> halls.", columns=COLUMNS)
    tasks = [
        {"title": "Hall 1", "status": "completed", "attributes": {"size": 3, "inside": "hidden"}},
        {"title": "Hall 2", "status": "failed", "attributes": {"size": 1.5, "beside": "hidden"}},
        {"title": "Hall 3"},
    ]
    assert member.post(f"/v1/jobs/{job}/tasks", tasks).json() == {"inserted": 3}
    assert member.tasks(job, b'{"title":"Hall 4","status":"skipped"}\n\n{"title":"Hall 5"}') == 2

    assert member.get(f"/v1/jobs/{job}/share-links").json() == {"exists": False, "history": []}
    made = member.post(f"/v1/jobs/{job}/share-links", {})
    assert made.status == 201
    link = made.json()
    token = stack.note(link["token"])
    assert len(token) * 6 >= 128 and re.fullmatch(r"[A-Za-z0-9_-]+", token)
    assert link["url"] == f"http://localhost:{stack.port}/shared/jobs/{token}"
    assert link["share_link"]["state"] == "active" and link["share_link"]["job_id"] == job
    again = member.post(f"/v1/jobs/{job}/share-links", {})
    assert again.status == 200 and again.json()["token"] == token
    shown = member.get(f"/v1/jobs/{job}/share-links").json()
    assert shown["exists"] and shown["token"] == token and shown["url"] == link["url"]

    seen = stranger.get(f"/v1/shared/jobs/{token}")
    assert seen.status == 200 and seen.media_type == "application/json"
    assert list(seen.json()) == GUEST_JOB
    assert seen.json()["title"] == "Count the boxes"
    counts = [seen.json()[f"{name}_tasks"] for name in ("total", "completed", "failed", "skipped")]
    assert counts == [5, 1, 1, 1] and seen.json()["progress"] == 50
    assert seen.json()["columns"] == [{"key": "size", "label": "Size", "type": "number"}]
    assert INSTANT.fullmatch(seen.json()["created_at"])

    rows = stranger.get(f"/v1/shared/jobs/{token}/tasks").json()
    assert [task["title"] for task in rows["tasks"]] == [f"Hall {number}" for number in range(1, 6)]
    assert all(list(task) == GUEST_TASK for task in rows["tasks"])
    assert [task["attributes"] for task in rows["tasks"]] == [{"size": 3}, {"size": 1.5}, {}, {}, {}]
    assert rows["next_cursor"] is None

    page = stranger.get(f"/shared/jobs/{token}", BROWSER)
    assert page.status == 200 and page.media_type == "text/html"
    assert "Count the boxes" in page.body.decode() and "Hall 4" in page.body.decode()
    assert "All &lt;b&gt;three&lt;/b&gt; halls." in page.body.decode()
    for door in doors(token):
        answer = stranger.get(door)
        assert answer.status == 200
        assert b"hidden" not in answer.body and b"inside" not in answer.body
        assert member.email.encode() not in answer.body

    assert member.revoke(job, token).status == 204
    assert is_problem(member.revoke(job, token)) and member.revoke(job, token).status == 404
    for door in doors(token):
        gone = stranger.get(door)
        assert gone.status == 410 and is_problem(gone, "share_link_revoked"), door
    gone = stranger.get(f"/shared/jobs/{token}", BROWSER)
    assert gone.status == 410 and gone.media_type == "text/html"
    assert b"Count the boxes" not in gone.body

    fresh = member.post(f"/v1/jobs/{job}/share-links", {})
    assert fresh.status == 201 and stack.note(fresh.json()["token"]) != token
    assert stranger.get(doors(token)[0]).status == 410
    history = member.get(f"/v1/jobs/{job}/share-links").json()["history"]
    assert [entry["state"] for entry in history] == ["revoked"]
    assert token not in json.dumps(history)


def test_a_link_ends_when_it_said(stack, member, stranger):
    job = member.job()
    at = datetime.now(timezone.utc) + timedelta(seconds=2.5)
    wish = at.astimezone(timezone(timedelta(hours=-7))).isoformat()
    made = member.post(f"/v1/jobs/{job}/share-links", {"expires_at": wish})
    assert made.status == 201
    token = stack.note(made.json()["token"])
    assert made.json()["share_link"]["expires_at"] == at.isoformat().replace("+00:00", "Z")
    other = member.post(f"/v1/jobs/{job}/share-links", {"expires_at": "2099-01-01T00:00:00Z"})
    assert other.status == 409 and is_problem(other, "share_link_exists")

    while stranger.get(doors(token)[0]).status == 200:
        assert datetime.now(timezone.utc) < at + timedelta(seconds=1)
    assert datetime.now(timezone.utc) >= at
    for door in doors(token):
        expired = stranger.get(door)
        assert expired.status == 410 and is_problem(expired, "share_link_expired"), door
    renewed = member.post(f"/v1/jobs/{job}/share-links", {})
    assert renewed.status == 201 and stack.note(renewed.json()["token"]) != token


@pytest.mark.parametrize(
    "expiry", ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00", "2099-02-30T00:00:00Z", "tomorrow", 5, {}, ""]
)
def test_an_expiry_that_cannot_be_is_refused(member, expiry):
    job = member.job()
    refused = member.post(f"/v1/jobs/{job}/share-links", {"expires_at": expiry})
    assert refused.status == 400 and is_problem(refused)
    assert not member.get(f"/v1/jobs/{job}/share-links").json()["exists"]


def test_an_unknown_link_opens_nothing(stack, stranger):
    unknown = stack.note(secrets.token_urlsafe(18))
    for door in doors(unknown):
        answer = stranger.get(door)
        assert answer.status == 404 and is_problem(answer, "share_link_not_found"), door


def test_signing_in(stack, stranger):
    member = Member(stack)
    right = {"email": member.email.upper(), "password": member.password}
    signed_in = stranger.post("/v1/auth/login", right)
    assert signed_in.status == 200 and signed_in.json()["token_type"] == "Bearer"
    token = stack.note(signed_in.json()["access_token"])
    assert Client(stack.port, token).get("/v1/jobs").status == 200

    wrong = stack.note(secrets.token_urlsafe(12))
    refused = stranger.post("/v1/auth/login", {"email": member.email, "password": wrong})
    unknown = stranger.post("/v1/auth/login", {"email": "no@stranger.example", "password": wrong})
    assert refused.status == unknown.status == 401 and is_problem(refused, "bad_credentials")
    same = [{**answer.json(), "request_id": ""} for answer in (refused, unknown)]
    assert same[0] == same[1]

    taken = stranger.post("/v1/auth/register", right | {"name": "N", "workspace_name": "W"})
    assert taken.status == 409 and is_problem(taken, "email_taken")


def _without(token: str, part: int) -> str:
    parts = token.split(".")
    parts[part] = parts[part][:-4] + ("AAAA" if parts[part][-4:] != "AAAA" else "BBBB")
    return ".".join(parts)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: _without(token, 1),
        lambda token: _without(token, 2),
        lambda token: "eyJhbGciOiJub25lIn0." + token.split(".")[1] + ".",
        lambda token: "wl_key_" + "a" * 40,
        lambda token: token + " " + token,
        lambda token: "x" * 6000,
    ],
)
def test_a_forged_access_token_opens_nothing(stack, member, forge):
    forged = Client(stack.port, forge(member.token)).get("/v1/jobs")
    assert forged.status == 401 and is_problem(forged, "unauthorized")


def test_another_workspace_sees_nothing(stack, member):
    job = member.job("Ours alone")
    token = member.link(job)
    other = Member(stack)
    reads = [f"/v1/jobs/{job}{rest}" for rest in ("", "/tasks", "/export?format=csv", "/share-links")]
    answers = [other.get(path) for path in reads]
    answers.append(other.post(f"/v1/jobs/{job}/tasks", [{"title": "Mine"}]))
    answers.append(other.post(f"/v1/jobs/{job}/share-links", {}))
    answers.append(other.revoke(job, token))
    assert [answer.status for answer in answers] == [404] * len(answers)
    assert all(is_problem(answer) for answer in answers)
    own = other.job("Theirs")
    assert other.revoke(own, token).status == 404  # a token of another's job under one's own
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == 0
    assert Client(stack.port).get(doors(token)[0]).status == 200


def test_a_page_of_tasks_leads_to_the_next(member, stranger):
    job = member.job()
    member.tasks(job, b"".join(b'{"title":"Task %d"}\n' % number for number in range(457)))
    token = member.link(job)
    for client, base in ((member, f"/v1/jobs/{job}/tasks"), (stranger, f"/v1/shared/jobs/{token}/tasks")):
        titles, cursor = [], ""
        while cursor is not None:
            page = client.get(f"{base}?limit=100{cursor and '&cursor=' + cursor}").json()
            titles += [task["title"] for task in page["tasks"]]
            cursor = page["next_cursor"]
        assert titles == [f"Task {number}" for number in range(457)]
