"""Parts are killed, stopped and restarted under load; on a stack that is there for that."""

import http.client
import itertools
import json
import os
import random
import signal
import socket
import time
import uuid
from collections import Counter

import pytest
from client import BROWSER, Answer, Client, Member, doors, exchange, fastcgi, is_problem
from load import Load
from stacks import Stack, is_running, resident_kib, wait_until

LOST = (OSError, http.client.HTTPException)


class Reader:
    """A guest who opens a link again and again, and now and then one that shows more."""

    def __init__(self, stack: Stack, token: str):
        self.client = Client(stack.port)
        shared, large = doors(token), doors(stack.demo["jobs"]["running"]["token"])
        self.paths = itertools.cycle([shared[0], shared[1], large[1] + "?limit=200", shared[5], large[5]])
        self.answers: list[Answer] = []

    def __call__(self) -> None:
        self.answers.append(self.client.get(next(self.paths)))


class Writer:
    """A member who makes jobs, or adds tasks to one; each has a name of its own.

    With `repeats`, as the contract advises: with a key, and again until it is acknowledged.
    """

    def __init__(self, member: Member, job: str | None = None, repeats: bool = False):
        self.client = member.clone()
        self.job = job
        self.repeats = repeats
        self.sent: list[str] = []
        self.acknowledged: list[str] = []
        self.answers: list[Answer] = []

    def __call__(self) -> None:
        name = uuid.uuid4().hex
        headers = {"Idempotency-Key": name} if self.repeats else {}
        self.sent.append(name)
        for _ in range(500):
            answer = self._send(name, headers)
            self.answers.append(answer)
            if answer.status == 201:
                self.acknowledged.append(name)
            if answer.status == 201 or not self.repeats:
                return
            time.sleep(0.02)
        raise AssertionError(f"never acknowledged: {answer}")

    def _send(self, name: str, headers: dict[str, str]) -> Answer:
        if self.job:
            return self.client.post(f"/v1/jobs/{self.job}/tasks", [{"title": name}], headers)
        return self.client.post("/v1/jobs", {"title": name}, headers)

    def check(self, found: Counter) -> None:
        """What was acknowledged is there, once; what was not may be, once; with a key it always is."""
        assert self.acknowledged and all(found[name] == 1 for name in self.acknowledged)
        assert all(found[name] <= 1 for name in self.sent)
        if self.repeats:
            assert self.acknowledged == self.sent


def titles_of_tasks(member: Member, job: str) -> Counter:
    lines = member.get(f"/v1/jobs/{job}/export?format=ndjson").body.splitlines()
    return Counter(json.loads(line)["title"] for line in lines)


def is_busy(answer: Answer) -> bool:
    return answer.status == 503 and int(answer.headers["Retry-After"]) > 0 and is_problem(answer)


def restarted(stack: Stack, old: list[int]) -> None:
    """Waits until every responder is another process than before, and serves."""
    wait_until(lambda: not set(stack.all_responders()) & set(old), what="new responders")
    wait_until(stack.is_ready, what="ready")


# --- The database -------------------------------------------------------------------------------


def test_the_database_is_killed_and_comes_back(mortal):
    member = Member(mortal)
    job = member.job()
    token = member.link(job)
    readers = [Reader(mortal, token) for _ in range(2)]
    writers = [Writer(member), Writer(member, repeats=True), Writer(member, job, repeats=True)]
    processes = mortal.responders()
    with Load(*readers, *writers) as load:
        load.lasts(1)
        killed = time.monotonic()
        mortal.kill_database()
        stranger = Client(mortal.port)
        wait_until(lambda: stranger.get("/readyz").status == 503, 3, "not ready")
        assert is_busy(stranger.get("/readyz")) and is_busy(stranger.get(doors(token)[0]))
        page = stranger.get(doors(token)[5], BROWSER)
        assert page.status == 503 and page.media_type == "text/html" and page.headers["Retry-After"]
        assert stranger.get("/healthz").status == 200
        load.lasts(1)
        mortal.start_database()
        back = time.monotonic()
        wait_until(lambda: stranger.get("/readyz").status == 200, 2, "ready again")
        wait_until(lambda: stranger.get(doors(token)[0]).status == 200, 2, "serving again")
        load.lasts(2.5)
    answers = [answer for caller in (*readers, *writers) for answer in caller.answers]
    assert max(answer.seconds for answer in answers) < 3
    away = [answer for answer in answers if answer.status == 503]
    assert away and all(is_busy(answer) for answer in away)
    assert all(answer.status in (200, 201, 503) for answer in answers)
    assert any(killed < answer.began < back for answer in away)
    assert [answer for answer in away if answer.began > back + 2] == []
    for caller in (*readers, *writers):
        assert any(answer.began > back and answer.status < 300 for answer in caller.answers)
    found = Counter(member.titles()) + titles_of_tasks(member, job)
    for writer in writers:
        writer.check(found)
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == titles_of_tasks(member, job).total()
    assert mortal.responders() == processes


# --- Responders ---------------------------------------------------------------------------------


def test_responders_are_killed_at_random(mortal):
    """No GET fails, and a POST that was cut is done once or not at all."""
    member = Member(mortal)
    job = member.job()
    token = member.link(job)
    readers = [Reader(mortal, token) for _ in range(4)]
    writers = [Writer(member, job), Writer(member, job, repeats=True), Writer(member, repeats=True)]
    chance = random.Random(20261121)
    deaths = 0
    with Load(*readers, *writers) as load:
        for _ in range(12):
            load.lasts(chance.uniform(0.2, 0.6))
            if victims := mortal.responders():
                os.kill(chance.choice(victims), signal.SIGKILL)
                deaths += 1
        load.lasts(1.5)
    assert deaths >= 8
    answers = [answer for reader in readers for answer in reader.answers]
    assert len(answers) > 200 and Counter(answer.status for answer in answers) == {200: len(answers)}
    written = [answer for writer in writers for answer in writer.answers]
    assert all(answer.status == 201 or is_busy(answer) for answer in written)
    tasks = titles_of_tasks(member, job)
    for writer in writers:
        writer.check(tasks if writer.job else Counter(member.titles()))
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == tasks.total()


def test_a_rolling_restart_fails_nobody(mortal):
    member = Member(mortal)
    job = member.job()
    token = member.link(job)
    readers = [Reader(mortal, token) for _ in range(4)]
    writers = [Writer(member, job), Writer(member), Writer(member)]
    rounds = 3
    with Load(*readers, *writers) as load:
        load.lasts(0.5)
        for _ in range(rounds):
            for pid in mortal.all_responders():
                os.kill(pid, signal.SIGTERM)
                wait_until(lambda pid=pid: not is_running(pid), what="the end of a drained responder")
                mortal.all_responders()
                load.lasts(0.3)
    answers = [answer for caller in (*readers, *writers) for answer in caller.answers]
    assert len(answers) > 200
    assert {answer.status for reader in readers for answer in reader.answers} == {200}
    assert {answer.status for writer in writers for answer in writer.answers} == {201}
    found = Counter(member.titles()) + titles_of_tasks(member, job)
    for writer in writers:
        writer.check(found)
    log = "".join(path.read_text() for path in mortal.home.glob("logs/responder-*.log"))
    assert log.count('"event":"draining"') >= rounds * len(mortal.supervisors())


def test_everyone_is_told_when_all_are_busy(mortal):
    """All responders stand still, their queues are full: nginx answers, and later all goes on."""
    token = mortal.demo["jobs"]["running"]["token"]
    sent = f"GET {doors(token)[0]} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    processes = mortal.all_responders()
    waiting: list[socket.socket] = []
    try:
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        for _ in range(270 * len(processes)):
            connection = socket.create_connection(("127.0.0.1", mortal.port), 20)
            connection.sendall(sent)
            waiting.append(connection)
        stranger = Client(mortal.port)
        wait_until(lambda: is_busy(stranger.get(doors(token)[0])), what="busy")
        problem = stranger.post("/v1/auth/login", {"email": "a@b.example", "password": "x"})
        assert is_busy(problem) and problem.seconds < 3 and is_problem(problem, "busy")
        for language, heading in (("en", "Waylink is busy"), ("es", "Waylink está ocupado")):
            page = stranger.get(doors(token)[5], BROWSER | {"Accept-Language": language})
            assert page.status == 503 and page.media_type == "text/html" and page.headers["Retry-After"]
            assert heading in page.body.decode() and page.seconds < 3
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)
    statuses = Counter(_status(connection) for connection in waiting)
    assert statuses.keys() == {200, 503} and statuses[200] >= 250 * len(processes), statuses
    assert mortal.responders() == processes and mortal.is_ready()


def _status(connection: socket.socket) -> int:
    with connection:
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    return int(received.split()[1])


# --- Exports --------------------------------------------------------------------------------------

ROWS = 300_000


class BigJob:
    def __init__(self, stack: Stack):
        self.member = Member(stack, timeout=120)
        self.id = self.member.job("Three hundred thousand")
        # So long that neither nginx nor the sockets can hold all of it for a slow reader.
        line = b'{"title":"%06d ' + b"x" * 250 + b'"}\n'
        assert self.member.tasks(self.id, b"".join(line % number for number in range(ROWS))) == ROWS


@pytest.fixture(scope="module")
def big(own_stack) -> BigJob:
    return BigJob(own_stack)


def begin_export(stack: Stack, path: str, headers=None) -> http.client.HTTPResponse:
    """An export of which the reader has taken the beginning."""
    client = Client(stack.port, timeout=60)
    response = client.begin("GET", path, headers=headers)
    assert response.status == 200 and len(response.read(65_536)) == 65_536
    return response


def read_rest(response: http.client.HTTPResponse) -> bytes:
    pieces = []
    while piece := response.read(1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize(("name", "encoding"), [("csv", "identity"), ("json", "identity"), ("ndjson", "gzip")])
def test_an_export_that_was_cut_does_not_look_whole(mortal, big, name, encoding):
    old = mortal.all_responders()
    path = f"/v1/shared/jobs/{big.member.link(big.id)}/export?format={name}"
    response = begin_export(mortal, path, {"Accept-Encoding": encoding})
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(LOST):
        read_rest(response)
    restarted(mortal, old)


def test_a_revoke_cuts_an_export(mortal, big):
    token = big.member.link(big.id)
    response = begin_export(mortal, f"/v1/shared/jobs/{token}/export?format=csv")
    time.sleep(0.5)
    assert big.member.revoke(big.id, token).status == 204
    with pytest.raises(LOST):
        read_rest(response)
    log = "".join(path.read_text() for path in mortal.home.glob("logs/responder-*.log"))
    assert '"route":"shared_jobs.export"' in log and '"cut_off":true' in log


def test_an_export_under_way_outlives_a_restart(mortal, big):
    old = mortal.all_responders()
    token = big.member.link(big.id)
    response = begin_export(mortal, f"/v1/shared/jobs/{token}/export?format=ndjson")
    for pid in old:
        os.kill(pid, signal.SIGTERM)
    # The one that drains still writes; the other has nothing to wait for.
    wait_until(lambda: sum(is_running(pid) for pid in old) == 1, what="the end of the idle one")
    rest = read_rest(response)
    assert rest.count(b"\n") > ROWS * 0.99 and f'"title":"{ROWS - 1:06d} '.encode() in rest[-1_000:]
    restarted(mortal, old)


# --- Callers who go away --------------------------------------------------------------------------


def _spare_rows(stack: Stack, job: str) -> str:
    return stack.query(f"SELECT COUNT(*) FROM tasks WHERE job_id = '{job}'").strip()


def _reset(connection: socket.socket) -> None:
    """Closes as a phone without a signal looks from here."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def test_an_upload_that_breaks_off_leaves_nothing(mortal):
    member = Member(mortal)
    job = member.job()
    piece = b'{"title":"Never to be seen"}\n' * 100_000
    head = (
        f"POST /v1/jobs/{job}/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {member.token}\r\n"
        f"Content-Type: application/x-ndjson\r\nContent-Length: {len(piece) * 3}\r\n\r\n"
    ).encode()
    processes = mortal.all_responders()
    member.tasks(job, piece)  # so that what an import takes has been taken
    before = [resident_kib(pid) for pid in processes]
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", mortal.port), 10) as connection:
            connection.sendall(head + piece)
            _reset(connection)
    spooled = mortal.home / "nginx" / "temp" / "body"
    wait_until(lambda: not any(path.is_file() for path in spooled.rglob("*")), what="nginx's clean-up")
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == 100_000
    assert _spare_rows(mortal, job) == "100000"
    assert mortal.responders() == processes
    assert all(now - then < 8 << 10 for now, then in zip(map(resident_kib, processes), before))


def test_a_body_cut_before_the_responder_leaves_nothing(mortal):
    """As when nginx dies: the responder has read half of an import."""
    member = Member(mortal)
    job = member.job()
    body = b'{"title":"Never to be seen"}\n' * 20_000
    parameters = {
        "REQUEST_METHOD": "POST", "REQUEST_URI": f"/v1/jobs/{job}/tasks", "CONTENT_LENGTH": str(len(body) * 2),
        "CONTENT_TYPE": "application/x-ndjson", "HTTP_AUTHORIZATION": f"Bearer {member.token}", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    processes = mortal.all_responders()
    for path in mortal.sockets():
        for leaves in (True, False):
            answer = fastcgi(path, parameters, body, leaves)
            assert not answer.startswith(b"Status: 2")
    time.sleep(0.3)
    assert member.get(f"/v1/jobs/{job}").json()["total_tasks"] == 0
    assert _spare_rows(mortal, job) == "0"
    spool = list((mortal.home / "spool").iterdir())
    assert spool == [] and mortal.responders() == processes
    assert member.tasks(job, body) == 20_000


def test_readers_who_leave_free_their_threads(mortal, big):
    token = big.member.link(big.id)
    sent = f"GET /v1/shared/jobs/{token}/export?format=csv HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    processes = mortal.all_responders()
    for _ in range(30):
        with socket.create_connection(("127.0.0.1", mortal.port), 10) as connection:
            connection.sendall(sent)
            connection.recv(1_000)
            _reset(connection)
    answer = exchange(mortal.port, f"GET {doors(token)[0]} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert answer and answer.status == 200 and answer.seconds < 3

    def is_free() -> bool:
        client = Client(mortal.port, timeout=30)
        return client.begin("GET", f"/v1/shared/jobs/{token}/export?format=csv").status == 200

    wait_until(is_free, what="a free lane")
    assert mortal.responders() == processes
