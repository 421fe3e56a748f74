"""The stacks that the tests run against, and the processes they are made of."""

import contextlib
import http.client
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from client import Client

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(condition, seconds: float = 10, what: str = "the condition") -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.02)


def run_script(name: str, *arguments: str, home: str, timeout: float = 60, **variables: str):
    """Runs one of scripts/ for a home, with nothing of ours but what is given."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAYLINK_")}
    return subprocess.run(
        [ROOT / "scripts" / name, *arguments],
        env=environment | {"WAYLINK_HOME": home} | variables,
        # Through files: what keeps running inherits them, and a pipe would stay open for ever.
        stdin=subprocess.DEVNULL, stdout=(output := tempfile.TemporaryFile()), stderr=subprocess.STDOUT,
        timeout=timeout, check=False,
    ), _text(output)


def _text(file) -> str:
    with file:
        file.seek(0)
        return file.read().decode()


class Stack:
    """A running stack, known by its home."""

    def __init__(self, home: str):
        self.home = pathlib.Path(home)
        self.port = int((self.home / "run" / "port").read_text())
        self.demo = json.loads((self.home / "demo.json").read_text())
        self.executable = self.home / "release" / "waylink"
        self.secrets: set[str] = set()
        owner = self.demo["accounts"]["owner"]
        self.note(owner["password"])
        self.note(owner["access_token"])
        for job in self.demo["jobs"].values():
            self.note(job["token"])
        for document in self.demo["documents"].values():
            for link in document["links"].values():
                self.note(link["token"])
                if link["password"]:
                    self.note(link["password"])

    def note(self, secret: str) -> str:
        """Remembers what must afterwards be in no log and in no dump."""
        self.secrets.add(secret)
        return secret

    # --- Processes ---

    def supervisors(self) -> list[int]:
        files = sorted((self.home / "run").glob("responder-*.pid"))
        return [int(file.read_text().split()[0]) for file in files]

    def responders(self) -> list[int]:
        """One a supervisor, less those that are just being started again."""
        return [child for parent in self.supervisors() for child in _children(parent) if _serves(child)]

    def all_responders(self) -> list[int]:
        wait_until(lambda: len(self.responders()) == len(self.supervisors()), what="all responders")
        return self.responders()

    def sockets(self) -> list[str]:
        return [str(path) for path in sorted((self.home / "run").glob("responder-*.sock"))]

    def kill_database(self) -> None:
        pid = int((self.home / "mariadb" / "mariadb.pid").read_text())
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_running(pid), what="the end of mariadbd")

    def start_database(self) -> None:
        command = [ROOT / "scripts" / "private-mariadb", "start", self.home / "mariadb"]
        subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)

    # --- Looking inside ---

    def query(self, statement: str) -> str:
        return self._client("mariadb", "--batch", "--skip-column-names", "--execute", statement, "waylink")

    def dump(self, target: pathlib.Path) -> None:
        with target.open("wb") as file:
            self._client("mariadb-dump", "--hex-blob", "--single-transaction", "waylink", stdout=file)

    def _client(self, program: str, *arguments: str, stdout=subprocess.PIPE) -> str:
        user = pwd.getpwuid(os.getuid()).pw_name
        access = ["--no-defaults", f"--socket={self.home}/mariadb/mariadb.sock", f"--user={user}"]
        done = subprocess.run([program, *access, *arguments], stdout=stdout, check=True, timeout=60)
        return (done.stdout or b"").decode()

    def logs(self) -> list[pathlib.Path]:
        return sorted((self.home / "logs").iterdir()) + [self.home / "mariadb" / "mariadb.log"]

    def is_ready(self) -> bool:
        try:
            return Client(self.port, timeout=3).get("/readyz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    # --- A stack of one's own ---

    @classmethod
    @contextlib.contextmanager
    def own(cls, executable: pathlib.Path, **variables: str):
        """A stack whose parts may be killed, configured otherwise too; gone afterwards."""
        home = tempfile.mkdtemp(prefix="waylink-")
        os.chmod(home, 0o755)  # as root, another user serves
        try:
            done, output = run_script(
                "run", "--detach", home=home, WAYLINK_PORT=str(free_port()), WAYLINK_EXECUTABLE=str(executable),
                timeout=240, **variables,
            )  # fmt: skip
            assert done.returncode == 0, output
            yield cls(home)
        finally:
            done, output = run_script("stop", home=home)
            assert done.returncode == 0, output
            shutil.rmtree(home)


def is_running(pid: int) -> bool:
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] not in "ZX"
    except OSError:
        return False


def resident_kib(pid: int) -> int:
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _serves(pid: int) -> bool:
    try:
        arguments = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return arguments[0].endswith(b"/waylink") and is_running(pid)
