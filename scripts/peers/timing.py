"""What must take the same time: else the time tells what the answer doesn't."""

import http.client
import json
import secrets
import statistics
import time

from stack import Stack
from table import Row

# Beyond this the ratio of two medians is more than what one sees of a machine that others use.
GOAL = (0.9, 1.1)


class Timing:
    def __init__(self, stack: Stack, rounds: int):
        self.stack, self.rounds = stack, rounds
        self.connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=10)
        self.token: str | None = None

    def call(self, method: str, path: str, body: dict | None = None, status: int = 201) -> tuple[float, dict]:
        headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        began = time.perf_counter()
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        seconds = time.perf_counter() - began
        if answer.status != status:
            raise SystemExit(f"bench: {method} {path} was answered with {answer.status}: {text[:300]!r}")
        return seconds, json.loads(text) if text else {}

    def part_equal(self) -> list[Row]:
        return self.logins() + self.doors()

    def register(self) -> dict:
        email = f"{secrets.token_hex(8)}@timing.example"
        _, made = self.call("POST", "/v1/auth/register", {
            "email": email, "password": secrets.token_urlsafe(15), "name": "T", "workspace_name": "T"})
        return made

    # --- Signing in ---------------------------------------------------------------------------

    def logins(self) -> list[Row]:
        """Four wrong tries at each of some accounts: the throttle begins after five."""
        ratios, found = [], {"unknown": [], "known": []}
        for _ in range(self.rounds):
            emails = [self.register()["account"]["email"] for _ in range(4)]
            here: dict[str, list[float]] = {"unknown": [], "known": []}
            for number in range(16):
                for kind in ("unknown", "known") if number % 2 else ("known", "unknown"):
                    email = emails[number % 4] if kind == "known" else f"{secrets.token_hex(8)}@timing.example"
                    seconds, _ = self.call("POST", "/v1/auth/login", {"email": email, "password": "wrong"}, 401)
                    here[kind].append(seconds)
            ratios.append(statistics.median(here["unknown"]) / statistics.median(here["known"]))
            for kind, times in here.items():
                found[kind] += times
        return [self.row("sign-in, unknown account to wrong password", found["unknown"], found["known"], ratios)]

    # --- A document's door --------------------------------------------------------------------

    def doors(self) -> list[Row]:
        """Tokens that open nothing: unknown, revoked, expired, at reading and at saying a password."""
        tokens = self.dead_links()
        rows = []
        asks = {"reading": ("GET", "document", None), "a password": ("POST", "access", {"password": "a good guess"})}
        for what, (method, part, body) in asks.items():
            ratios: dict[str, list[float]] = {"revoked": [], "expired": []}
            found: dict[str, list[float]] = {kind: [] for kind in tokens}
            for _ in range(self.rounds):
                here: dict[str, list[float]] = {kind: [] for kind in tokens}
                for number in range(400):
                    for kind in list(tokens)[:: -1 if number % 2 else 1]:
                        here[kind].append(self.call(method, f"/api/share-links/{tokens[kind]}/{part}", body, 404)[0])
                for kind, times in here.items():
                    found[kind] += times
                    if kind in ratios:
                        ratios[kind].append(statistics.median(times) / statistics.median(here["unknown"]))
            for kind in ratios:
                rows.append(self.row(f"{what}, {kind} token to unknown", found[kind], found["unknown"], ratios[kind]))
        return rows

    def dead_links(self) -> dict[str, str]:
        made = self.register()
        self.token = made["access_token"]
        workspace = made["workspace"]["id"]
        _, document = self.call("POST", f"/api/workspaces/{workspace}/documents", {"title": "T", "body": "x" * 100_000})
        terms = {"accessLevel": "viewer", "password": secrets.token_urlsafe(12)}
        links = [self.call("POST", f"/api/documents/{document['id']}/share-links", terms)[1] for _ in range(2)]
        revoked, expired = (link["shareLink"]["id"] for link in links)
        self.call("DELETE", f"/api/share-links/{revoked}", status=204)
        self.stack.sql(f"UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = '{expired}'")
        self.token = None
        return {"unknown": secrets.token_urlsafe(18), "revoked": links[0]["token"], "expired": links[1]["token"]}

    @staticmethod
    def row(figure: str, ours: list[float], peer: list[float], ratios: list[float]) -> Row:
        ratio = statistics.median(ratios)
        return Row(figure, f"{statistics.median(ours) * 1e3:.2f} ms", f"{statistics.median(peer) * 1e3:.2f} ms",
                   f"{ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f})", f"{GOAL[0]}–{GOAL[1]}",
                   GOAL[0] <= ratio <= GOAL[1])
