"""A job's life through nginx: looked through, changed, cancelled, restarted, deleted, restored."""

import json
import time
from urllib.parse import quote

from client import Member, doors, is_problem

COLUMNS = [
    {"key": "ms", "label": "Time", "type": "number"},
    {"key": "host", "label": "Host", "type": "string", "public": False},
]


def lines(count: int) -> bytes:
    return b"".join(
        json.dumps({
            "title": f"page {number}", "status": "failed" if number % 10 == 0 else "completed",
            "attributes": {"ms": number * 37 % 1_000, "host": f"h{number % 3}"} if number % 7 else {},
        }).encode() + b"\n"
        for number in range(1, count + 1))


def ids(member, path: str, query: str) -> list[str]:
    """Of all pages of a list."""
    found, cursor = [], ""
    while True:
        page = member.get(f"{path}/tasks?limit=200&{query}{cursor}").json()
        found += [task["id"] for task in page["tasks"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def test_lists_and_exports_agree_for_members_and_guests(stack, stranger):
    member = Member(stack)
    job = member.job(columns=COLUMNS)
    assert member.tasks(job, lines(6_000)) == 6_000
    shared = f"/v1/shared/jobs/{member.link(job)}"
    for query, count in [
        ("sort=-attr[ms]", 6_000), ("status=failed&sort=title", 600), ("sort=-status", 6_000),
        (f"attr{quote('[ms][gte]')}=500&sort=attr[ms]", None), ("q=page%201&sort=-position", None),
    ]:
        wanted = ids(member, f"/v1/jobs/{job}", query)
        assert count is None or len(wanted) == count
        assert len(set(wanted)) == len(wanted) > 0
        assert ids(stranger, shared, query) == wanted
        for path in (f"/v1/jobs/{job}", shared):
            exported = member.get(f"{path}/export?format=ndjson&{query}").body.splitlines()
            assert [json.loads(line)["id"] for line in exported] == wanted
    for name in ("host", "nothing"):
        answer = stranger.get(f"{shared}/tasks?attr[{name}]=h1")
        assert answer.status == 400 and is_problem(answer, "validation_failed")
        assert [error["code"] for error in answer.json()["errors"]] == ["unknown_column"]


def test_a_job_is_cancelled_and_restarted(stack):
    member = Member(stack)
    job = member.job()
    member.tasks(job, b'{"title":"a","status":"failed"}\n{"title":"b"}\n')
    path = f"/v1/jobs/{job}"
    assert member.post(f"{path}/cancel").json()["status"] == "cancelled"
    again = member.post(f"{path}/cancel")
    assert again.status == 409 and is_problem(again, "invalid_transition")
    assert again.json()["allowed_from"] == ["pending", "running"]
    assert member.post(f"{path}/restart").json()["status"] == "pending"
    task = member.get(f"{path}/tasks").json()["tasks"][0]
    changed = member.call("PATCH", f"{path}/tasks/{task['id']}", {"status": "failed", "error": "why"})
    assert changed.status == 200 and changed.json()["error"] == "why"
    assert member.get(path).json()["failed_tasks"] == 1


def test_housekeeping_ends_a_long_restart(stack):
    member = Member(stack)
    job = member.job()
    member.tasks(job, b'{"title":"a","status":"failed"}\n' * 60_000)
    begun = member.post(f"/v1/jobs/{job}/restart").json()
    assert begun["status"] == "running" and begun["failed_tasks"] > 0
    deadline = time.monotonic() + 30
    while member.get(f"/v1/jobs/{job}").json()["failed_tasks"] > 0:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert member.get(f"/v1/jobs/{job}").json()["status"] == "pending"


def test_a_deleted_job_shuts_its_doors_until_it_is_restored(stack, stranger):
    member = Member(stack)
    job = member.job(title="Gone and back")
    token = member.link(job)
    assert member.call("DELETE", f"/v1/jobs/{job}").status == 204
    for door in doors(token):
        answer = stranger.get(door)
        assert answer.status == 410 and is_problem(answer, "subject_deleted"), door
    assert [item["id"] for item in member.get("/v1/jobs?deleted=true").json()["jobs"]] == [job]
    assert member.titles() == []
    assert member.post(f"/v1/jobs/{job}/restore").status == 200
    assert all(stranger.get(door).status == 200 for door in doors(token))
    assert member.titles() == ["Gone and back"]
