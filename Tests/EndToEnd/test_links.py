"""Many at once: one link, one effect, and no way in after a revoke."""

import itertools
import time
from collections import Counter

from client import Client, Member, doors
from load import Load, at_once


def test_64_at_once_make_one_link(stack):
    member = Member(stack)
    job = member.job()
    clients = [member.clone() for _ in range(64)]
    answers = at_once(64, lambda number: clients[number].post(f"/v1/jobs/{job}/share-links", {}))
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 63}
    tokens = {stack.note(answer.json()["token"]) for answer in answers}
    assert len(tokens) == 1 and len({answer.json()["share_link"]["id"] for answer in answers}) == 1
    known = member.get(f"/v1/jobs/{job}/share-links").json()
    assert known["token"] in tokens and known["history"] == []


def test_64_at_once_with_one_key_make_one_job(stack):
    member = Member(stack)
    clients = [member.clone() for _ in range(64)]
    key = {"Idempotency-Key": "once and only once"}
    answers = at_once(64, lambda number: clients[number].post("/v1/jobs", {"title": "Once"}, key))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert member.titles() == ["Once"]
    other = member.post("/v1/jobs", {"title": "Twice"}, key)
    assert other.status == 409 and other.json()["code"] == "idempotency_key_reused"
    assert Member(stack).post("/v1/jobs", {"title": "Mine"}, key).status == 201  # a key is its caller's


def test_imports_at_once_add_up(stack):
    member = Member(stack)
    job = member.job()
    clients = [member.clone() for _ in range(16)]

    def add(number: int) -> int:
        lines = b"".join(b'{"title":"%d-%d"}\n' % (number, line) for line in range(100))
        answer = clients[number].post(f"/v1/jobs/{job}/tasks", lines, {"Content-Type": "application/x-ndjson"})
        return answer.status

    assert at_once(16, add) == [201] * 16
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == 1_600
    lines = member.get(f"/v1/jobs/{job}/export?format=ndjson").body.splitlines()
    assert len(set(lines)) == 1_600


ROUNDS = 48


def test_nobody_gets_in_after_a_revoke(stack):
    """In each round guests open a link as often as they can, on kept connections, while it is revoked."""
    member = Member(stack)
    job = member.job()
    member.tasks(job, b'{"title":"A"}\n' * 20)
    token = member.link(job)
    current = {"paths": doors(token)}
    seen: list[tuple[str, float, int]] = []  # path, when it was asked for, status
    before = _answered(stack)

    def guest(client: Client, turns) -> None:
        path = current["paths"][next(turns)]
        answer = client.get(path)
        seen.append((path, answer.began, answer.status))

    guests = [Client(stack.port) for _ in range(8)]
    turns = [itertools.cycle((0, 0, 1, 0, 5, 0, 4)) for _ in guests]
    revoked: dict[str, float] = {}
    with Load(*(lambda pair=pair: guest(*pair) for pair in zip(guests, turns))) as load:
        for _ in range(ROUNDS):
            load.until(lambda goal=len(seen) + 48: len(seen) >= goal)
            assert member.revoke(job, token).status == 204
            now = time.monotonic()
            revoked |= dict.fromkeys(doors(token), now)
            load.until(lambda goal=len(seen) + 32: len(seen) >= goal)
            token = member.link(job)
            current["paths"] = doors(token)
    # Exports have few lanes; whoever finds them taken is told to come again.
    assert {status for path, _, status in seen if status != 503 or "/export" not in path} == {200, 410}
    late = [(path, began) for path, began, status in seen if status == 200 and began > revoked.get(path, float("inf"))]
    assert late == []
    tried = sum(began > revoked.get(path, float("inf")) for path, began, _ in seen)
    assert len(seen) >= ROUNDS * 80 and tried >= ROUNDS * 20, (len(seen), tried)
    # All responders took part.
    after = _answered(stack)
    assert len(after) >= 2 and all(after[name] - before.get(name, 0) > len(seen) / 10 for name in after)


def _answered(stack) -> dict[str, float]:
    """What each responder says it has answered at the doors."""
    counts: dict[str, float] = {}
    client = Client(stack.port)
    for number in range(1, len(stack.sockets()) + 1):
        lines = client.get(f"/metrics/{number}").body.decode().splitlines()
        doors_only = [line for line in lines if line.startswith("waylink_requests_total{") and "shared_jobs" in line]
        counts[str(number)] = sum(float(line.split()[-1]) for line in doors_only)
    return counts
