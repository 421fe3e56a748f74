"""What holds for all tests over a running stack: WAYLINK_STACK, its home."""

import datetime
import json
import os
import pathlib

import pytest


def faults(since: float) -> list[str]:
    """What went wrong in responders from then on, as they logged it: the last twenty."""
    beginning = datetime.datetime.fromtimestamp(since, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    logs = pathlib.Path(os.environ.get("WAYLINK_STACK", "/nonexistent"), "logs").glob("responder-*.log")
    lines = [line for log in logs for line in log.read_text(errors="replace").splitlines() if '"cause"' in line]
    return sorted(line for line in lines if json.loads(line)["at"] >= beginning)[-20:]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Says beside a failure what a client is not told: why the stack answered with 500 and above."""
    report = yield
    if report.failed and (said := faults(since=call.start)):
        report.sections.append(("what the responders logged", "\n".join(said)))
    return report
