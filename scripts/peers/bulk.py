"""A million tasks in and out, pages of them, and how soon a responder answers."""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import statistics
import struct
import subprocess
import threading
import time

from load import get, timed
from stack import Side, Stack, memory
from table import Row, compared

COLUMNS = [
    {"key": "section", "label": "Section", "type": "string"},
    {"key": "bytes", "label": "Bytes", "type": "number"},
    {"key": "is_link", "label": "Link", "type": "boolean"},
    {"key": "changed_at", "label": "Changed", "type": "datetime"},
]
FIELDS = "job_id, position, id, title, status, attributes, started_at, completed_at"


class Bulk:
    def __init__(self, stack: Stack, sides: list[Side], demo: dict, rounds: int, count: int):
        self.stack, self.sides, self.demo = stack, sides, demo
        self.rounds, self.count = rounds, count
        self.authorization = {"Authorization": f"Bearer {demo['accounts']['owner']['access_token']}"}
        self.lines = stack.work / "tasks.ndjson"
        self.table = stack.work / "tasks.tsv"
        self.job: dict | None = None

    def call(self, method: str, path: str, body=None, kind: str = "application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.sides[0].port, timeout=400)
        headers = self.authorization | ({"Content-Type": kind} if body is not None else {})
        if isinstance(body, pathlib.Path):
            headers["Content-Length"] = str(body.stat().st_size)
            body = open(body, "rb")
        connection.request(method, path, body if body is None or hasattr(body, "read") else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if hasattr(body, "close"):
            body.close()
        return answer.status, json.loads(text) if text else None

    def new_job(self) -> str:
        status, job = self.call("POST", "/v1/jobs", {"title": "Bench", "columns": COLUMNS})
        assert status == 201, job
        return job["id"]

    def write_lines(self) -> None:
        if self.lines.exists():
            return
        with open(self.lines, "w") as file:
            for number in range(1, self.count + 1):
                attributes = {"section": f"man{number % 8 + 1}", "bytes": number * 37 % 90_001,
                              "is_link": number % 5 == 0, "changed_at": f"2026-0{number % 9 + 1}-13T12:00:00Z"}
                status = ("completed", "completed", "failed", "pending", "running", "skipped")[number % 6]
                file.write(json.dumps({"title": f"page {number}, of the manual", "status": status,
                                       "attributes": attributes}) + "\n")

    def load_tasks(self, job: str) -> float:
        def send():
            status, answer = self.call("POST", f"/v1/jobs/{job}/tasks", self.lines, "application/x-ndjson")
            assert (status, answer) == (201, {"inserted": self.count}), (status, answer)
        return timed(send)

    def imported(self) -> dict:
        """A job of all tasks with a link."""
        if not self.job:
            self.write_lines()
            job = self.new_job()
            self.load_tasks(job)
            _, link = self.call("POST", f"/v1/jobs/{job}/share-links", {})
            self.job = {"id": job, "token": link["token"]}
        return self.job

    # --- Growth -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def growth(self, result: list[float]):
        """Appends by how many MiB the responders' memory rose at most, the one that rose most."""
        before = {}
        for pid in self.stack.responders():
            with contextlib.suppress(OSError):
                pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")  # forgets the peak so far
            before[pid] = memory(pid, "VmRSS")
        yield
        result.append(max(memory(pid, "VmHWM") - rss for pid, rss in before.items()) / 1024)

    # --- Export -------------------------------------------------------------------------------

    def save(self, side: Side, token: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", side.port, timeout=400)
        connection.request("GET", f"/v1/shared/jobs/{token}/export?format=csv")
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        with open(self.stack.work / f"{side.name}.csv", "wb") as file:
            while piece := answer.read(1 << 18):
                file.write(piece)
        connection.close()

    def batch(self, job: str, target: pathlib.Path) -> None:
        """mariadb --batch, row by row (--quick), so that its own memory doesn't slow it down."""
        with open(target, "wb") as file:
            subprocess.run([*self.stack.client("--quick"), "-e",
                            f"SELECT {FIELDS} FROM tasks WHERE job_id = '{job}' ORDER BY position"],
                           stdout=file, check=True)

    def part_export(self) -> list[Row]:
        job = self.imported()
        ours, c = self.sides[0], self.sides[1]
        times: dict[str, list[float]] = {"ours": [], "C": [], "batch": []}
        grown: list[float] = []
        runs = [
            lambda: times["ours"].append(timed(lambda: self.save(ours, job["token"]))),
            lambda: times["C"].append(timed(lambda: self.save(c, job["token"]))),
            lambda: times["batch"].append(timed(lambda: self.batch(job["id"], self.table))),
        ]
        self.save(ours, job["token"])  # all rows once into MariaDB's memory
        for number in range(self.rounds):
            with self.growth(grown):
                for run in runs[:: -1 if number % 2 else 1]:
                    run()
        mine, theirs = (self.stack.work / f"{side.name}.csv" for side in (ours, c))
        if subprocess.run(["cmp", mine, theirs]).returncode:
            raise SystemExit("bench: the exports differ")
        rate = {name: [self.count / seconds for seconds in runs] for name, runs in times.items()}
        name = f"export of {self.count:,} tasks as CSV, tasks/s"
        return [
            compared(f"{name}, mariadb --batch", rate["ours"], rate["batch"], "", 1.0),
            compared(f"{name}, C", rate["ours"], rate["C"], "", None),
            Row("  memory grown meanwhile", f"{max(grown):.1f} MiB", "", "", "≤ 8 MiB", max(grown) <= 8),
        ]

    # --- Import -------------------------------------------------------------------------------

    def write_table(self) -> None:
        """The imported rows as LOAD DATA reads them."""
        job = self.imported()
        raw = self.stack.work / "raw.tsv"
        self.batch(job["id"], raw)
        with open(raw, "rb") as source, open(self.table, "wb") as target:
            for line in source:
                target.write(line.replace(b"\tNULL", b"\t\\N"))
        raw.unlink()

    def load_data(self) -> float:
        self.stack.sql("CREATE OR REPLACE TABLE tasks_peer LIKE tasks")
        statement = (f"LOAD DATA LOCAL INFILE '{self.table}' INTO TABLE tasks_peer CHARACTER SET utf8mb4 ({FIELDS})")
        seconds = timed(lambda: subprocess.run(
            [*self.stack.client("--local-infile=1"), "-e", statement], check=True, stdout=subprocess.DEVNULL))
        found = self.stack.sql("SELECT COUNT(*) FROM tasks_peer")[0][0]
        assert int(found) == self.count, found
        return seconds

    def part_import(self) -> list[Row]:
        self.write_lines()
        self.write_table()
        ours: list[float] = []
        peer: list[float] = []
        grown: list[float] = []
        waits: dict[str, list[float]] = {"same job": [], "another job": []}
        quiet: list[float] = []
        with Writers(self, self.new_job(), {"same job": [], "another job": quiet}, ["another job"]):
            time.sleep(3)
        for number in range(self.rounds):
            if number % 2:
                peer.append(self.load_data())
            job = self.new_job()
            with self.growth(grown):
                ours.append(self.load_tasks(job))
            if not number % 2:
                peer.append(self.load_data())
            watched = self.new_job()
            with Writers(self, watched, waits, list(waits)):
                self.load_tasks(watched)
            self.stack.sql(f"DELETE FROM tasks WHERE job_id IN ('{job}', '{watched}')")
        self.stack.sql("DROP TABLE tasks_peer")
        result = [
            compared(f"import of {self.count:,} tasks, tasks/s, LOAD DATA", [self.count / s for s in ours],
                     [self.count / s for s in peer], "", 0.5),
            Row("  memory grown meanwhile", f"{max(grown):.1f} MiB", "", "", "flat (≤ 8 MiB)", max(grown) <= 8),
        ]
        for name, times in waits.items():
            longest = max(times, default=0) * 1000
            result.append(Row(f"  longest wait of a writer of {'the ' if name[0] == 's' else ''}{name}",
                              f"{longest:.0f} ms of {len(times)}", f"{max(quiet) * 1000:.0f} ms without import",
                              "", "≤ 50 ms", longest <= 50))
        return result

    # --- Pages --------------------------------------------------------------------------------

    def part_pages(self) -> list[Row]:
        job = self.imported()
        number = min(1000, self.count // 50)
        cursor = base64.urlsafe_b64encode(f"a{(number - 1) * 50}".encode()).decode().rstrip("=")
        base = f"/v1/shared/jobs/{job['token']}/tasks"
        first, far = [], []
        for _ in range(self.rounds):
            for target, path in ((first, base), (far, f"{base}?cursor={cursor}")) * 100:
                target.append(timed(lambda: get(self.sides[0], path)))
        blocks = [statistics.median(first[i:i + 100]) * 1000 for i in range(0, len(first), 100)]
        others = [statistics.median(far[i:i + 100]) * 1000 for i in range(0, len(far), 100)]
        return [compared(f"page {number:,} of a job's tasks to page 1", others, blocks, "ms", 1.2, at_most=True)]

    # --- Start --------------------------------------------------------------------------------

    def part_start(self) -> list[Row]:
        ours = [self.start_once() * 1000 for _ in range(self.rounds * 2)]
        return [Row("start of a responder to its first answer", f"{statistics.median(ours):.0f} ms",
                    "", f"({min(ours):.0f}–{max(ours):.0f})")]

    def start_once(self) -> float:
        path = str(self.stack.work / "start.sock")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(8)
            command = f'set -a; . "{self.stack.home}/environment"; unset ${{!WAYLINK_MIGRATOR_*}}; ' \
                      f'exec "{self.stack.home}/release/waylink" serve'
            start = time.perf_counter()
            process = subprocess.Popen(["bash", "-c", command], stdin=listener, stderr=subprocess.DEVNULL)
            answer = ask_directly(path, f"/v1/shared/jobs/{self.demo['jobs']['running']['token']}")
            seconds = time.perf_counter() - start
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        os.unlink(path)
        assert b"Status: 200" in answer, answer
        return seconds


class Writers:
    """Small writes, one after another, while an import runs: how long each of them waits."""

    def __init__(self, bulk: Bulk, watched: str, waits: dict[str, list[float]], kinds: list[str]):
        other = bulk.new_job()
        actions = {
            "same job": lambda: bulk.call("POST", f"/v1/jobs/{watched}/share-links", {}),
            "another job": lambda: bulk.call("POST", f"/v1/jobs/{other}/tasks", [{"title": "One more"}]),
        }
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(actions[kind], waits[kind])) for kind in kinds]

    def write(self, action, waits: list[float]) -> None:
        while not self.over.is_set():
            waits.append(timed(action))
            time.sleep(0.02)

    def __enter__(self):
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


def ask_directly(path: str, target: str) -> bytes:
    """A GET over FastCGI without nginx; the whole answer, records and all."""
    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("!BBHHBx", 1, kind, 1, len(content), 0) + content
    parameters = b"".join(struct.pack("!BB", len(name), len(value)) + name + value for name, value in (
        (b"REQUEST_METHOD", b"GET"), (b"REQUEST_URI", target.encode()), (b"REMOTE_ADDR", b"127.0.0.1"),
        (b"REQUEST_ID", b"0" * 32)))
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(path)
        connection.sendall(record(1, struct.pack("!HB5x", 1, 0)) + record(4, parameters) + record(4, b"") + record(5, b""))
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer
