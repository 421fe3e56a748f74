"""The private stack that scripts/bench measures, and the peers beside it.

Everything lies in one temporary folder and is gone afterwards. The peers use the stack's MariaDB
and its rows; each has an nginx of its own, made from the project's template and include files, so
that both sides send the same parameters, write the same access log and compress alike.
"""

import atexit
import contextlib
import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "scripts" / "peers"
TICKS = os.sysconf("SC_CLK_TCK")
IS_ROOT = os.geteuid() == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what: str, is_there, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > end:
            raise SystemExit(f"bench: {what} did not come up within {seconds:.0f} s")
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def cpu_seconds(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def memory(pid: int, field: str) -> int:
    """VmRSS, VmHWM or RssAnon of a process, in KiB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


class Side:
    """One of those compared: where it is reached, and which processes work for it."""

    def __init__(self, name: str, port: int, nginx: int, workers, database: int):
        self.name = name
        self.port = port
        self.nginx = nginx
        self.workers = workers
        self.database = database

    def groups(self) -> dict[str, list[int]]:
        return {"responder": self.workers(), "nginx": children(self.nginx), "mariadbd": [self.database]}


class Stack:
    """The stack of scripts/run, in a folder of its own."""

    def __init__(self, pool: str, threads: dict[str, int]):
        self.threads = threads
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="wl-bench-"))
        self.work.chmod(0o755)  # as root the servers run as another user, who must get in
        self.home = self.work / "home"
        self.port = free_port()
        self.pool = pool
        self.processes: list[subprocess.Popen] = []
        self.nginxes: list[int] = []
        atexit.register(self.clean_up)
        self.run()

    def run(self) -> None:
        environment = os.environ | {
            "WAYLINK_HOME": str(self.home),
            "WAYLINK_PORT": str(self.port),
            "WAYLINK_RESPONDERS": str(self.threads["processes"]),
            "WAYLINK_THREADS": str(self.threads["ours"]),
            "WAYLINK_MARIADB_POOL": self.pool,
        }
        subprocess.run([ROOT / "scripts/run", "--detach"], env=environment, check=True, stdout=subprocess.DEVNULL)

    def restart(self, processes: int, threads: int) -> None:
        self.threads |= {"processes": processes, "ours": threads}
        self.stop()
        self.run()

    def stop(self) -> None:
        subprocess.run([ROOT / "scripts/stop"], env=os.environ | {"WAYLINK_HOME": str(self.home)}, check=False)

    def clean_up(self) -> None:
        for pid in self.nginxes:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGTERM)
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
        self.stop()
        shutil.rmtree(self.work, ignore_errors=True)

    # --- MariaDB ------------------------------------------------------------------------------

    @property
    def socket(self) -> str:
        return str(self.home / "mariadb/mariadb.sock")

    def client(self, *options: str) -> list[str]:
        return ["mariadb", "--no-defaults", f"--socket={self.socket}", f"--user={getpass.getuser()}",
                "--batch", "--skip-column-names", *options, "waylink"]

    def sql(self, text: str) -> list[list[str]]:
        result = subprocess.run(self.client(), input=text, text=True, capture_output=True)
        if result.returncode:
            raise SystemExit(f"bench: {result.stderr.strip()}")
        return [line.split("\t") for line in result.stdout.splitlines()]

    def pid_in(self, path: pathlib.Path) -> int:
        return int(path.read_text().split()[0])

    # --- Sides --------------------------------------------------------------------------------

    def responders(self) -> list[int]:
        supervisors = [self.pid_in(file) for file in sorted((self.home / "run").glob("responder-*.pid"))]
        return [pid for supervisor in supervisors for pid in children(supervisor)]

    def ours(self) -> Side:
        return Side("ours", self.port, self.pid_in(self.home / "run/nginx.pid"), self.responders,
                    self.pid_in(self.home / "mariadb/mariadb.pid"))

    def asset(self, pattern: str) -> str:
        return next(f"/assets/{file.name}" for file in (self.home / "public/assets").glob(pattern))

    def assets(self) -> dict[str, str]:
        """As the peers are told of them."""
        return {"PEER_STYLESHEET": self.asset("style.*.css"), "PEER_SCRIPT": self.asset("page.*.js")}

    def password(self) -> str:
        return (self.home / "secrets/database-password").read_text()

    def peer_folder(self, name: str) -> pathlib.Path:
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        for part in ("run", "logs", "nginx/temp"):
            (folder / part).mkdir(parents=True)
            (folder / part).chmod(0o777)
        (folder / "public").symlink_to(self.home / "public")
        (folder / "nginx/waylink").symlink_to(self.home / "nginx/waylink")
        return folder

    def nginx(self, folder: pathlib.Path, parameters: str = "") -> tuple[int, int]:
        """Starts a site before folder/run/peer.sock; returns its port and its master's pid."""
        port = free_port()
        text = (ROOT / "nginx/waylink.conf.template").read_text()
        server = f'    server "unix:{folder}/run/peer.sock" max_fails=0;\n'
        for name, value in {
            "@USER@": "user www-data;" if IS_ROOT else "", "@SERVERS@": server + server,
            "@LISTEN@": f"    listen 127.0.0.1:{port};", "@METRICS@": parameters, "@HOME@": str(folder),
        }.items():
            text = text.replace(name, value)
        (folder / "nginx/nginx.conf").write_text(text)
        path = os.environ.get("PATH", "") + ":/usr/sbin"
        subprocess.run(["nginx", "-p", folder / "nginx", "-c", folder / "nginx/nginx.conf",
                        "-e", folder / "logs/nginx-error.log"], check=True, env=os.environ | {"PATH": path})
        wait_for("a peer's nginx", (folder / "run/nginx.pid").exists)
        pid = self.pid_in(folder / "run/nginx.pid")
        self.nginxes.append(pid)
        return port, pid

    def start(self, command: list, folder: pathlib.Path, environment: dict[str, str]) -> subprocess.Popen:
        with open(folder / "logs/peer.log", "ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       env=os.environ | environment)
        self.processes.append(process)
        wait_for(str(command[0]), (folder / "run/peer.sock").exists)
        return process

    def side(self, name: str, folder: pathlib.Path, workers, parameters: str = "") -> Side:
        port, nginx = self.nginx(folder, parameters)
        return Side(name, port, nginx, workers, self.pid_in(self.home / "mariadb/mariadb.pid"))

    def c(self) -> Side:
        folder = self.peer_folder("c")
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-std=gnu17", PEERS / "twin.c", "-o",
                        folder / "twin", *self.flags(), "-lpthread"], check=True)
        process = self.start([folder / "twin", folder / "run/peer.sock", str(self.threads["c"])], folder, {
            "PEER_DATABASE": self.socket, "PEER_PASSWORD": self.password(),
            **self.assets()})
        return self.side("C", folder, lambda: [process.pid])

    def flags(self) -> list[str]:
        return subprocess.run(["pkg-config", "--cflags", "--libs", "libmariadb", "fcgi", "libcrypto"], check=True,
                              capture_output=True, text=True).stdout.split()

    def php(self) -> Side:
        folder = self.peer_folder("php")
        shutil.copy(PEERS / "twin.php", folder / "twin.php")
        user = "user = www-data\ngroup = www-data\nlisten.owner = www-data\n" if IS_ROOT else ""
        (folder / "fpm.conf").write_text(
            f"[global]\nerror_log = {folder}/logs/peer.log\ndaemonize = no\n"
            f"[peer]\n{user}listen = {folder}/run/peer.sock\nlisten.backlog = 256\npm = static\n"
            f"pm.max_children = {self.threads['php']}\npm.max_requests = 0\ncatch_workers_output = no\n")
        settings = {
            "opcache.enable": 1, "opcache.validate_timestamps": 0, "opcache.jit": "tracing",
            "opcache.jit_buffer_size": "32M", "opcache.enable_file_override": 1, "expose_php": 0, "display_errors": 0,
            "auto_globals_jit": 1, "register_argc_argv": 0, "output_buffering": 65536, "zend.assertions": -1,
            "default_mimetype": "", "variables_order": "S", "realpath_cache_ttl": 600,
        }
        options = [part for name, value in settings.items() for part in ("-d", f"{name}={value}")]
        process = self.start([self.fpm(), "-F", "-y", folder / "fpm.conf", *options], folder, {})
        return self.side("PHP", folder, lambda: children(process.pid), "".join(
            f'    fastcgi_param {name} "{value}";\n' for name, value in {
                "SCRIPT_FILENAME": folder / "twin.php", "PEER_DATABASE": self.socket,
                "PEER_PASSWORD": self.password(), **self.assets()}.items()))

    def fpm(self) -> str:
        path = os.environ.get("PATH", "") + ":/usr/sbin"
        return shutil.which("php-fpm8.2", path=path) or shutil.which("php-fpm", path=path) or "php-fpm"
