"""What whoever runs it sees: health, metrics, logs, and clear words when something is wrong."""

import json
import os
import pathlib
import re
import shlex
import socket
import subprocess
import tempfile

import pytest
from client import Client, Member, doors, fastcgi, is_problem
from stacks import free_port, run_script, wait_until


def test_health(stranger):
    assert stranger.get("/healthz").json() == {"status": "ok"}
    assert stranger.get("/readyz").json() == {"status": "ready"}


def test_each_responder_has_a_page_of_metrics(stack, stranger):
    for number in range(1, len(stack.sockets()) + 1):
        answer = stranger.get(f"/metrics/{number}")
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        samples = [line for line in answer.body.decode().splitlines() if not line.startswith("#")]
        assert samples
        for sample in samples:
            assert re.fullmatch(r"[a-z_]+(\{[^{}]*\})? [0-9.e+-]+", sample), sample
        assert {name for name in re.findall(r'responder="([^"]*)"', answer.body.decode())} == {str(number)}
    assert stranger.get("/metrics").status == 200
    for path in ("/metrics/", "/metrics/0", f"/metrics/{len(stack.sockets()) + 1}", "/metrics/1/"):
        assert stranger.get(path).status == 404


def test_metrics_are_for_this_machine_only(stack, stranger):
    parameters = {"REQUEST_METHOD": "GET", "REQUEST_URI": "/metrics"}
    for path in stack.sockets():
        for address in ("10.0.0.1", "192.0.2.7", "2001:db8::1", "::ffff:10.0.0.1", ""):
            answer = fastcgi(path, parameters | {"REMOTE_ADDR": address})
            assert answer.startswith(b"Status: 404 ") and b"waylink_requests_total" not in answer
        assert fastcgi(path, parameters | {"REMOTE_ADDR": "127.0.0.1"}).startswith(b"Status: 200 ")
    # nginx listens nowhere else.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        address = probe.getsockname()[0]
    if not address.startswith("127."):
        with pytest.raises(OSError):
            socket.create_connection((address, stack.port), 2)


def _log(stack) -> list[dict]:
    files = sorted((stack.home / "logs").glob("responder-*.log"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def test_a_request_is_logged_once_on_each_side(stack, stranger):
    member = Member(stack)
    job = member.job()
    token = member.link(job)
    link = member.get(f"/v1/jobs/{job}/share-links").json()["share_link"]["id"]
    account = member.registered["account"]["id"]
    asked = [
        (member.get(f"/v1/jobs/{job}"), "jobs.read", {"account_id": account}),
        (member.post(f"/v1/jobs/{job}/share-links", {}), "jobs.create_share_link", {"account_id": account}),
        (stranger.get(doors(token)[0]), "shared_jobs.read", {"link_id": link}),
        (stranger.get(doors(token)[2]), "shared_jobs.export", {"link_id": link}),
        (stranger.get(doors(token)[5]), "shared_jobs.page", {"link_id": link}),
        (stranger.get("/v1/shared/jobs/nobody"), "shared_jobs.read", {}),
    ]
    last = asked[-1][0].headers["X-Request-Id"]
    wait_until(lambda: any(line.get("request_id") == last for line in _log(stack)), what="the log line")
    log = _log(stack)
    access = [json.loads(line) for line in (stack.home / "logs" / "access.log").read_text().splitlines()]
    for answer, route, who in asked:
        request = answer.headers["X-Request-Id"]
        [line] = [line for line in log if line.get("request_id") == request]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line.pop("at"))
        assert line.pop("microseconds") > 0
        assert line.pop("bytes") == len(answer.body)
        method = "POST" if answer.status == 200 and "create" in route else "GET"
        assert line == {"route": route, "method": method, "status": answer.status, "request_id": request} | who
        [outside] = [entry for entry in access if entry["request_id"] == request]
        assert outside["status"] == answer.status and outside["from"] == "127.0.0.1" and outside["seconds"] >= 0
        if "shared" in route:
            assert outside["path"].endswith("/***")


def test_every_line_of_the_logs_is_json(stack):
    for line in _log(stack):
        assert {"at", "event"} <= set(line) or {
            "at", "route", "method", "status", "microseconds", "bytes", "request_id",
        } <= set(line)  # fmt: skip
        assert set(line) <= {
            "at", "event", "detail", "route", "method", "status", "microseconds", "bytes", "request_id",
            "account_id", "link_id", "cut_off", "cause",
        }  # fmt: skip
        assert line.get("status", 0) != 500, line


# --- scripts/run ------------------------------------------------------------------------------


def _start(home, **variables: str) -> tuple[int, str]:
    done, output = run_script("run", "--detach", home=str(home), **variables)
    return done.returncode, output


@pytest.fixture
def folder():
    """Where another user may get in too, since as root another one serves."""
    with tempfile.TemporaryDirectory(prefix="waylink-") as path:
        os.chmod(path, 0o755)
        yield pathlib.Path(path)


def test_a_port_in_use_is_named(stack, folder):
    home = folder / "home"
    status, output = _start(home, WAYLINK_PORT=str(stack.port), WAYLINK_EXECUTABLE=str(stack.executable))
    assert status == 1 and f"port {stack.port} is in use" in output
    assert not (home / "run" / "port").exists() and not (home / "mariadb").exists()


def test_a_second_start_starts_nothing(stack):
    before = (stack.supervisors(), stack.responders())
    status, output = _start(stack.home, WAYLINK_PORT=str(free_port()), WAYLINK_EXECUTABLE=str(stack.executable))
    assert status == 0 and "running already" in output and f"http://localhost:{stack.port}" in output
    assert (stack.supervisors(), stack.responders()) == before


@pytest.mark.parametrize(
    ("home", "variables", "sentence"),
    [
        ("/dev/null/home", {}, "can't be made"),
        ("/proc/1/home", {}, "can't be made"),
        ("{}/" + "long" * 30, {}, "too long"),
        ("{}/what;ever", {}, "letters, digits"),
        ("{}/home", {"WAYLINK_PORT": "eighty"}, "WAYLINK_PORT is not a port"),
        ("{}/home", {"WAYLINK_PORT": "70000"}, "WAYLINK_PORT is not a port"),
        ("{}/home", {"WAYLINK_RESPONDERS": "0"}, "WAYLINK_RESPONDERS"),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(folder, home, variables, sentence):
    status, output = _start(home.format(folder), **variables)
    assert status == 1 and sentence in output and len(output.splitlines()) == 1
    assert not any(folder.iterdir())


# --- waylink ------------------------------------------------------------------------------------


def _waylink(stack, word: str, **variables: str) -> tuple[int, str]:
    done = subprocess.run(
        [stack.executable, word], env={"PATH": os.environ["PATH"]} | variables, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def _environment(stack) -> dict[str, str]:
    lines = (stack.home / "environment").read_text().splitlines()
    pairs = (shlex.split(line)[0].split("=", 1) for line in lines)
    return {name: value for name, value in pairs if not name.startswith("WAYLINK_MIGRATOR")}


REQUIRED = ["BASE_URL", "DATABASE", "DATABASE_USER", "DATABASE_PASSWORD", "TOKEN_KEYS", "SEAL_KEYS"]


@pytest.mark.parametrize("word", ["check", "serve"])
def test_all_that_is_missing_is_named_at_once(stack, word):
    status, output = _waylink(stack, word)
    assert status == 2
    for name in REQUIRED:
        assert re.search(rf"^(waylink: )?WAYLINK_{name} is not set$", output, re.MULTILINE), name


@pytest.mark.parametrize("word", ["check", "serve"])
def test_all_that_is_wrong_is_named_at_once_and_no_value(stack, word):
    wrong = {
        "WAYLINK_BASE_URL": "canary-a", "WAYLINK_DATABASE": "canary-b:port", "WAYLINK_TOKEN_KEYS": "canary-c",
        "WAYLINK_SEAL_KEYS": "canary:d", "WAYLINK_THREADS": "canary-e", "WAYLINK_SIGNUP": "canary-f",
        "WAYLINK_SPOOL": "/canary-g", "WAYLINK_WWW": "/canary-h", "WAYLINK_RESPONDER": "canary i",
        "WAYLINK_DATABASE_PASSWORD_FILE": "/canary-j", "WAYLINK_DATABASE_USER": "u",
        "WAYLINK_FILES": "/canary-k", "WAYLINK_IMAGING": "/canary-l",
    }  # fmt: skip
    status, output = _waylink(stack, word, **wrong)
    assert status == 2 and "canary" not in output
    for name in wrong.keys() - {"WAYLINK_DATABASE_USER"}:
        assert re.search(rf"\b{name}\b", output), name


def test_a_good_configuration_is_said_to_be_good(stack):
    status, output = _waylink(stack, "check", **_environment(stack))
    assert status == 0 and "database: reachable" in output and "schema: current" in output
    assert "files: can be written" in output and "imaging: answers" in output
    for secret in ("database-password", "token-keys", "seal-keys"):
        assert (stack.home / "secrets" / secret).read_text() not in output


def test_a_database_that_is_away_is_said_to_be(stack):
    status, output = _waylink(stack, "check", **_environment(stack) | {"WAYLINK_DATABASE": "/nowhere/a.sock"})
    assert status == 1 and "unavailable" in output


def test_serve_wants_a_socket(stack):
    status, output = _waylink(stack, "serve", **_environment(stack))
    assert status == 1 and "not a listening socket" in output


@pytest.mark.parametrize("word", ["", "help", "--version"])
def test_other_words_are_answered_with_the_right_ones(stack, word):
    status, output = _waylink(stack, word)
    assert status == 2 and "serve | work | migrate | check" in output


def test_a_responder_asked_without_nginx(stack, member):
    """Of a path that nginx would refuse; the responder stands on its own."""
    odd = ["", "x", "//", "/%00", "/%", "*", "/v1/jobs?%", "/" + "a/" * 5_000, "http://other/v1/jobs"]
    for target in odd:
        answer = fastcgi(stack.sockets()[0], {"REQUEST_METHOD": "GET", "REQUEST_URI": target, "REMOTE_ADDR": "x"})
        assert re.match(rb"Status: 40[0145] ", answer), target
    client = Client(stack.port)
    assert client.get("/healthz").status == 200 and is_problem(client.get("/nothing"))
