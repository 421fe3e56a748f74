"""What guests ask for: the job as JSON and as a page."""

import gzip
import random
import re
import statistics

import rows
from load import Load, get
from stack import Side, Stack, memory
from table import Row, compared

VOLATILE = {"date", "x-request-id", "connection"}


class Guest:
    def __init__(self, stack: Stack, sides: list[Side], demo: dict, rounds: int, seconds: float):
        self.stack, self.sides, self.demo = stack, sides, demo
        self.rounds, self.seconds = rounds, seconds
        tokens = [rows.token(number) for number in range(1, rows.JOBS + 1)]
        random.Random(1).shuffle(tokens)
        self.json = Load(stack.work, "json", [f"/v1/shared/jobs/{token}" for token in tokens])
        self.page = Load(stack.work, "page", [
            f"/shared/jobs/{rows.token(number)}" for number in range(1, rows.WITH_TASKS + 1)])
        self.top: dict[str, float] = {}
        self.connections = 48

    # --- The same answers ---------------------------------------------------------------------

    def compare_answers(self) -> None:
        """Ends the run unless all sides answer alike, byte for byte and header for header."""
        jobs = self.demo["jobs"]
        tokens = [job["token"] for job in jobs.values()] + [rows.token(number) for number in (1, 2, 3, 4, 300)]
        paths = [f"/v1/shared/jobs/{token}" for token in [*tokens, "unknown-token"]]
        paths += [f"/shared/jobs/{token}" for name, token in zip([*jobs, *range(5)], tokens) if name != "revoked"]
        exports = [f"/v1/shared/jobs/{jobs[name]['token']}/export?format=csv" for name in ("running", "finished")]
        for path in [*paths, *exports]:
            answers = [self.answer(side, path) for side in self.sides if side.name != "PHP" or path not in exports]
            for other in answers[1:]:
                if other != answers[0]:
                    raise SystemExit(f"bench: the sides answer differently:\n{answers[0]}\n{other}")
        print(f"{len(paths) + len(exports)} answers of all sides compared: the same bytes and headers")

    def answer(self, side: Side, path: str) -> tuple:
        status, headers, body = get(side, path)
        headers = sorted((name.lower(), value) for name, value in headers if name.lower() not in VOLATILE)
        return status, headers, re.sub(rb'("request_id":)"[0-9a-f]{32}"', rb"\1", body)

    # --- Requests a second --------------------------------------------------------------------

    def saturate(self, load: Load) -> dict[str, list[dict[str, float]]]:
        """All sides in turn, in an order that turns around each round."""
        figures: dict[str, list] = {side.name: [] for side in self.sides}
        for side in self.sides:
            load.saturate(side, 1, self.connections)
        for number in range(self.rounds):
            for side in self.sides[:: -1 if number % 2 else 1]:
                figures[side.name].append(load.saturate(side, self.seconds, self.connections))
        return figures

    def rate_rows(self, name: str, load: Load, goals: dict[str, float]) -> list[Row]:
        figures = self.saturate(load)
        self.top = {side: statistics.median(run["rate"] for run in runs) for side, runs in figures.items()}
        result = []
        for side in self.sides[1:]:
            result.append(compared(f"{name}, requests/s, {side.name}", [run["rate"] for run in figures["ours"]],
                                   [run["rate"] for run in figures[side.name]], "", goals.get(side.name)))
        for group in ("responder", "nginx", "mariadbd"):
            mine = statistics.median(run[group] for run in figures["ours"])
            for side in self.sides[1:]:
                theirs = statistics.median(run[group] for run in figures[side.name])
                has_goal = group == "responder" and side.name == "C" and "C" in goals
                result.append(Row(f"  {group} CPU a request, {side.name}", f"{mine:.1f} µs", f"{theirs:.1f} µs",
                                  f"{mine - theirs:+.1f} µs", "≤ +8 µs" if has_goal else "",
                                  mine - theirs <= 8 if has_goal else None))
        return result

    def part_json(self) -> list[Row]:
        return self.rate_rows("guest JSON", self.json, {"C": 0.95, "PHP": 1.8})

    def part_page(self) -> list[Row]:
        return self.rate_rows("page, 50 tasks", self.page, {}) + [self.first_view()]

    def first_view(self) -> Row:
        """What a first visit brings over the wire: the page and its files, compressed."""
        ours = self.sides[0]
        paths = [f"/shared/jobs/{self.demo['jobs']['running']['token']}", *self.stack.assets().values()]
        size = 0
        for path in paths:
            _, headers, body = get(ours, path, {"Accept-Encoding": "gzip"})
            size += len(body)
            assert not body or gzip.decompress(body), headers
        return Row("page, all files, compressed", f"{size / 1024:.1f} KiB", "", "", "≤ 14 KB", size <= 14_000)

    # --- Latency ------------------------------------------------------------------------------

    def part_latency(self) -> list[Row]:
        """At half of our own top rate; the C program at the same rate."""
        ours = self.sides[0]
        top = self.top.get("ours") or self.json.saturate(ours, self.seconds, self.connections)["rate"]
        result = []
        for side in self.sides[:2]:
            runs = [self.json.pace(side, top / 2, self.seconds) for _ in range(self.rounds)]
            median = statistics.median(run[0] for run in runs)
            p99 = statistics.median(run[1] for run in runs)
            is_ours = side is ours
            result.append(Row(f"p99 to median at {top / 2:,.0f} requests/s" + ("" if is_ours else f", {side.name}"),
                              f"{p99:.2f} ms", f"{median:.2f} ms", f"{p99 / median:.2f}",
                              "≤ 3" if is_ours else "", p99 <= 3 * median if is_ours else None))
        return result

    # --- Memory -------------------------------------------------------------------------------

    def resident(self) -> float:
        return max(memory(pid, "VmRSS") for pid in self.stack.responders()) / 1024

    def memory_rows(self, idle: float, requests: int) -> list[Row]:
        """After that many requests, and whether the second half of them added anything."""
        ours = self.sides[0]
        middle = self.answer_many(ours, requests // 2)
        end = self.answer_many(ours, requests // 2)
        return [
            Row("resident memory, idle", f"{idle:.1f} MiB", "", "", "≤ 32 MiB", idle <= 32),
            Row(f"resident memory, {requests:,} requests later", f"{end:.1f} MiB",
                f"{middle:.1f} MiB after half", f"{end - middle:+.1f} MiB", "≤ 32 MiB, +0.5",
                end <= 32 and end - middle <= 0.5),
        ]

    def answer_many(self, side: Side, count: int) -> float:
        done = 0.0
        while done < count:
            done += self.json.saturate(side, min(30, self.seconds * 2), self.connections)["count"]
        return self.resident()

    # --- Many links ---------------------------------------------------------------------------

    def part_links(self, count: int) -> list[Row]:
        ours = self.sides[0]
        model = self.demo["jobs"]["running"]["id"]
        print(f"  making {count:,} links …", flush=True)
        rows.lay_out_many(self.stack, count, model)
        chosen = random.Random(2).sample(range(1, count + 1), rows.JOBS)
        many = Load(self.stack.work, "many", [f"/v1/shared/jobs/{rows.token(number)}" for number in chosen])
        few_rates, many_rates = [], []
        # Warm once each: the first look at a page of an index comes from the disk.
        for number in range(-1, self.rounds):
            few = self.json.saturate(ours, self.seconds, self.connections)["rate"]
            rows.swap(self.stack)
            rate = many.saturate(ours, self.seconds, self.connections)["rate"]
            rows.swap(self.stack)
            if number >= 0:
                few_rates.append(few)
                many_rates.append(rate)
        return [compared(f"guest JSON, {count:,} links to {rows.JOBS:,}", many_rates, few_rates, "", 0.9)]
