"""The production site, nginx/site.conf, as a real nginx serves it: TLS, HTTP/2 and limits by address.

Only what is a server's own is exchanged: addresses, paths, the certificate, the sockets.
"""

import contextlib
import http.client
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile

from stacks import ROOT, Stack, free_port, wait_until
from test_console import Browser

NAME = "waylink.example"


@contextlib.contextmanager
def folder():
    """Where another user gets in too, since as root another one serves."""
    with tempfile.TemporaryDirectory(prefix="waylink-site-") as path:
        os.chmod(path, 0o755)
        yield pathlib.Path(path)


@contextlib.contextmanager
def _process(command: list, **options):
    """One that is ended in order, or else killed."""
    started = subprocess.Popen(command, **options)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(35)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait(5)


@contextlib.contextmanager
def https_responder(stack: Stack, base_url: str, largest_file: int | None = None):
    """One more responder of a stack, which believes that people reach it by https; its socket.

    `largest_file`, in bytes, is the most that the system lets it write into a file.
    """
    lines = (stack.home / "environment").read_text().splitlines()
    environment = dict(shlex.split(line)[0].split("=", 1) for line in lines)
    environment = {name: value for name, value in environment.items() if "MIGRATOR" not in name}
    environment |= {"PATH": os.environ["PATH"], "WAYLINK_BASE_URL": base_url, "WAYLINK_RESPONDER": "https"}
    service = {"user": "www-data", "group": "www-data", "extra_groups": []} if os.geteuid() == 0 else {}
    with folder() as home, socket.socket(socket.AF_UNIX) as listener, (home / "log").open("wb") as log:
        path = home / "responder.sock"
        listener.bind(str(path))
        path.chmod(0o666)
        listener.listen(256)
        limit = [] if largest_file is None else ["prlimit", f"--fsize={largest_file}"]
        command = [*limit, stack.executable, "serve"]
        with _process(command, env=environment, stdin=listener, stdout=log, stderr=log, **service) as responder:
            yield path
            assert responder.poll() is None, (home / "log").read_text()


class Site:
    """A running nginx with the production site; `port` speaks https, `plain_port` sends there."""

    def __init__(self, home: pathlib.Path, name: str, port: int, plain_port: int):
        self.home, self.name, self.port, self.plain_port = home, name, port, plain_port
        # Nothing but this very certificate is believed.
        self.context = ssl.create_default_context(cafile=home / "fullchain.pem")

    def secure(self, port: int | None = None) -> http.client.HTTPSConnection:
        return _Secure(self.name, port or self.port, timeout=10, context=self.context)

    def log(self) -> str:
        return (self.home / "waylink.log").read_text()


class _Secure(http.client.HTTPSConnection):
    """To this machine, whatever name it is asked for."""

    def connect(self) -> None:
        raw = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(raw, server_hostname=self.host)


class SecureBrowser(Browser):
    """Keeps cookies, and fills in forms, by https."""

    def __init__(self, stack: Stack, site: Site):
        super().__init__(stack)
        self._connection = site.secure()


def _adapted(text: str, home: pathlib.Path, public: pathlib.Path, sockets: list, name: str, ports: tuple) -> str:
    """site.conf for a temporary folder. Each exchange must find what it is meant for."""
    for pattern, replacement in (
        (r"listen 443", f"listen 127.0.0.1:{ports[0]}"), (r"listen 80;", f"listen 127.0.0.1:{ports[1]};"),
        (r"(?m)^  listen \[::\]:(443|80)\b.*\n", ""), (r"waylink\.example", name),
        (r"/var/lib/waylink/public", str(public)), (r"/var/lib/waylink/files", str(public.parent / "files")), (r"/etc/ssl/waylink", str(home)), (r"/var/log/nginx", str(home)),
        (r"/run/waylink/responder-1\.sock", str(sockets[0])), (r"/run/waylink/responder-2\.sock", str(sockets[-1])),
    ):  # fmt: skip
        text, found = re.subn(pattern, replacement, text)
        assert found, pattern
    return text


@contextlib.contextmanager
def production_site(stack: Stack, sockets: list, name: str = NAME, port: int | None = None):
    """nginx in the foreground, with a certificate of its own; gone afterwards, folder and all."""
    with folder() as home:
        ports = (port or free_port(), free_port())
        shutil.copytree(ROOT / "nginx", home / "waylink")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
             "-keyout", home / "privkey.pem", "-out", home / "fullchain.pem"],
            check=True, capture_output=True, timeout=20)
        text = (ROOT / "nginx" / "site.conf").read_text()
        (home / "site.conf").write_text(_adapted(text, home, stack.home / "public", sockets, name, ports))
        user = "user www-data;" if os.geteuid() == 0 else ""
        temporary = "".join(f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "fastcgi", "proxy", "scgi", "uwsgi"))
        (home / "nginx.conf").write_text(
            f"{user} daemon off; worker_processes 1; pid {home}/pid; error_log {home}/error.log crit;"
            f"events {{ worker_connections 512; }} http {{ include /etc/nginx/mime.types; {temporary} include site.conf; }}")
        environment = os.environ | {"PATH": os.environ["PATH"] + ":/usr/sbin"}
        command = ["nginx", "-p", home, "-c", home / "nginx.conf", "-e", home / "error.log"]
        with _process(command, env=environment, stdin=subprocess.DEVNULL) as nginx:
            wait_until(lambda: nginx.poll() is not None or _listens(ports[0]), what="nginx")
            assert nginx.poll() is None, (home / "error.log").read_text()
            yield Site(home, name, *ports)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
