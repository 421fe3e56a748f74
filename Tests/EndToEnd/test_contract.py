"""The OpenAPI document against the running system: nothing that it doesn't say, nothing that breaks."""

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest
import requests
import yaml

METHODS = {"get", "put", "post", "delete", "patch"}
# What a schema can't say: a password may be too common, two columns may have one key, an expiry may
# have passed, a cursor must have been given out, a line of NDJSON must be a task. That good input
# is taken, the other tests of this folder show.
EXCEPT = ["positive_data_acceptance"]


# Schemathesis knows no NDJSON; a text is sent as it is, so that bad lines get through too.
HOOKS = """
import json, schemathesis

@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    return (value if isinstance(value, str) else json.dumps(value)).encode()
"""
# Only the links that the document names: guessing, it takes a link's id for its token.
CONFIGURATION = """
[phases.stateful.inference]
algorithms = []
"""


@pytest.fixture(scope="module")
def demo() -> dict:
    return json.loads((pathlib.Path(os.environ["WAYLINK_STACK"]) / "demo.json").read_text())


@pytest.fixture(scope="module")
def document(demo: dict) -> dict:
    answer = requests.get(f"{demo['base_url']}/openapi.yaml", timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/yaml")
    return yaml.safe_load(answer.text)


def operations(document: dict):
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield path, method, item[method]


def test_every_operation_is_whole(document: dict):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names)) == 42
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation["summary"] and operation["tags"], where
        for status in ("405", "500", "503"):
            assert status in operation["responses"], where
        needs_token = operation.get("security", document["security"]) != []
        assert ("401" in operation["responses"]) == (needs_token or path.endswith("/login")), where
        shared = "/shared/" in path
        assert ("410" in operation["responses"]) == shared, where
        assert "{" not in path or "404" in operation["responses"], where


def test_addresses_answer_to_these_methods_and_no_others(demo: dict, document: dict):
    job = demo["jobs"]["running"]
    for path, item in document["paths"].items():
        address = demo["base_url"] + re.sub(r"\{\w+_id\}", job["id"], path).format(token=job["token"])
        answer = requests.request("PUT", address, timeout=10)
        assert answer.status_code == 405, path
        known = {method.upper() for method in METHODS & item.keys()}
        known |= {"HEAD"} if "GET" in known else set()
        assert {name.strip() for name in answer.headers["Allow"].split(",")} == known, path


def test_the_system_keeps_to_the_document(demo: dict, tmp_path: pathlib.Path):
    """Schemathesis: thousands of good and bad requests, each answer held against the document."""
    # An account of its own: what is made here must not show in the demo's.
    made = requests.post(f"{demo['base_url']}/v1/auth/register", timeout=20, json={
        "email": f"contract-{os.getpid()}@example.org", "password": os.urandom(12).hex(),
        "name": "Contract", "workspace_name": "Contract"}).json()
    (tmp_path / "hooks.py").write_text(HOOKS)
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [
        pathlib.Path(sys.executable).with_name("st"), "run", f"{demo['base_url']}/openapi.yaml",
        "--header", f"Authorization: Bearer {made['access_token']}",
        # It would sign itself out, and hear 401 from then on: test_accounts.py does that.
        "--exclude-operation-id", "logout",
        "--exclude-checks", ",".join(EXCEPT), "--max-examples", "30", "--max-failures", "20",
        "--generation-deterministic", "--request-timeout", "10",
        "--suppress-health-check", "all", "--warnings", "off", "--no-color",
    ]
    result = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=150,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(tmp_path)})
    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-2_000:]
