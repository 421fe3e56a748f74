"""After all the others: no token and no password has been left anywhere."""

import base64
import contextlib
import os
import pathlib
import subprocess

import pytest
from client import Client

pytestmark = pytest.mark.last


def _search(needles: set[bytes], files: list[pathlib.Path], folder: pathlib.Path) -> set[bytes]:
    """The needles that are found in any of the files, whatever their case."""
    patterns = folder / "needles"
    patterns.write_bytes(b"\n".join(sorted(needles)) + b"\n")
    done = subprocess.run(
        ["grep", "-ahoiFf", patterns, "--", *files], stdout=subprocess.PIPE, timeout=120, check=False,
        # By bytes: by characters, thousands of needles take fifty times as long.
        env=os.environ | {"LC_ALL": "C"},
    )
    assert done.returncode in (0, 1)
    return set(done.stdout.splitlines())


def _traces(secrets: set[str]) -> set[bytes]:
    """Each secret, whole and its beginning, as text and as a dump writes bytes."""
    needles: set[bytes] = set()
    for secret in secrets:
        parts = secret.split(".")
        # All access tokens begin alike: their signature is what opens.
        text = parts[-1] if len(parts) == 3 else secret
        forms = [text, text[:12], text.encode().hex(), text[:12].encode().hex()]
        with contextlib.suppress(ValueError):
            forms.append(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).hex())
        needles |= {form.encode() for form in forms}
    return needles


@pytest.mark.parametrize("which", ["stack", "own_stack"])
def test_no_secret_is_in_any_log(request, tmp_path, which):
    looked_at = request.getfixturevalue(which)
    assert len(looked_at.secrets) > 5
    found = _search(_traces(looked_at.secrets), looked_at.logs(), tmp_path)
    assert found == set()
    # The search does find what is there.
    sample = Client(looked_at.port).get("/v1/nothing").headers["X-Request-Id"]
    assert _search({sample.encode()}, looked_at.logs(), tmp_path) == {sample.encode()}


@pytest.mark.parametrize("which", ["stack", "own_stack"])
def test_no_secret_is_in_a_dump(request, tmp_path, which):
    looked_at = request.getfixturevalue(which)
    dump = tmp_path / "dump.sql"
    looked_at.dump(dump)
    assert _search(_traces(looked_at.secrets), [dump], tmp_path) == set()
    owner = looked_at.demo["accounts"]["owner"]["email"].encode()
    assert owner in _search({owner}, [dump], tmp_path)


@pytest.mark.parametrize("which", ["stack", "own_stack"])
def test_no_secret_is_in_the_metrics(request, tmp_path, which):
    looked_at = request.getfixturevalue(which)
    pages = [tmp_path / str(number) for number in range(1, len(looked_at.sockets()) + 1)]
    for page in pages:
        page.write_bytes(Client(looked_at.port).get(f"/metrics/{page.name}").body)
    assert _search(_traces(looked_at.secrets), pages, tmp_path) == set()


def test_nginx_had_nothing_to_complain_of(stack):
    assert (stack.home / "logs" / "nginx-error.log").read_text() == ""
