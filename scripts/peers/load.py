"""Requests against a side: one at a time, as many as it takes, and at a given rate."""

import http.client
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

from stack import Side, cpu_seconds

# A browser's: our side counts it as an open, which the peers don't.
AGENT = ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/131.0.0.0 Safari/537.36")
HEADERS = {"User-Agent": AGENT, "Accept-Language": "en-US,en;q=0.9"}

WRK = """
local requests, index = {}, 0
function init()
  for line in io.lines(os.getenv("BENCH_PATHS")) do
    requests[#requests + 1] = wrk.format("GET", line)
  end
  index = math.random(#requests)
end
function request()
  index = index % #requests + 1
  return requests[index]
end
"""


def get(side: Side, path: str, headers: dict[str, str] | None = None) -> tuple[int, list, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", side.port, timeout=300)
    connection.request("GET", path, headers=HEADERS | (headers or {}))
    answer = connection.getresponse()
    result = (answer.status, answer.getheaders(), answer.read())
    connection.close()
    return result


class Load:
    """A set of paths to be asked for in turn."""

    def __init__(self, work: pathlib.Path, name: str, paths: list[str]):
        self.paths = work / f"{name}.paths"
        self.paths.write_text("\n".join(paths) + "\n")
        self.script = work / "wrk.lua"
        self.script.write_text(WRK)

    def saturate(self, side: Side, seconds: float, connections: int) -> dict[str, float]:
        """Requests a second, and CPU µs a request by group of processes."""
        groups = side.groups()
        before = {name: cpu_seconds(pids) for name, pids in groups.items()}
        result = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", self.script,
             "-H", f"User-Agent: {AGENT}", "-H", "Accept-Language: en-US,en;q=0.9",
             f"http://127.0.0.1:{side.port}"],
            env=os.environ | {"BENCH_PATHS": str(self.paths)}, capture_output=True, text=True, check=True).stdout
        bad = re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", result)
        if bad:
            raise SystemExit(f"bench: {side.name}: {bad[0]}")
        count = int(re.search(r"(\d+) requests in", result)[1])
        figures = {name: (cpu_seconds(pids) - before[name]) / count * 1e6 for name, pids in groups.items()}
        figures["rate"] = float(re.search(r"Requests/sec: +([\d.]+)", result)[1])
        figures["count"] = count
        return figures

    def pace(self, side: Side, rate: float, seconds: float, clients: int = 16) -> tuple[float, float]:
        """Median and 99th percentile in ms when requests come at this rate, come what may."""
        with tempfile.NamedTemporaryFile("r", dir=self.paths.parent) as log, \
                tempfile.NamedTemporaryFile("w", dir=self.paths.parent) as addresses:
            for path in self.paths.read_text().split()[:2000]:
                addresses.write(f"http://127.0.0.1:{side.port}{path}\n")
            addresses.flush()
            subprocess.run(
                ["h2load", "--h1", f"--rps={max(1, round(rate / clients))}", f"-c{clients}", "-t1",
                 f"-D{max(1, round(seconds))}", "--warm-up-time=1", f"--log-file={log.name}",
                 "-H", f"User-Agent: {AGENT}", "-i", addresses.name], capture_output=True, check=True)
            rows = [line.split("\t") for line in log]
        if not rows or any(row[1] != "200" for row in rows):
            raise SystemExit(f"bench: {side.name}: not every paced request was answered with 200")
        times = sorted(int(row[2]) / 1000 for row in rows)
        return statistics.median(times), times[int(len(times) * 0.99)]


def timed(action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
