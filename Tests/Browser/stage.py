"""What the pages are shown with: jobs and links of every kind, made through the API."""

import dataclasses
import datetime
import getpass
import json
import pathlib
import secrets
import subprocess

import requests

# What must arrive on the page as it was written, and do nothing there.
HOSTILE = [
    "<script>window.hacked=1</script>",
    "\"><img src=x onerror=window.hacked=1>",
    "'><svg/onload=window.hacked=1>",
    "</title></table></main><h1>broken out</h1>",
    "<!-- &amp; &lt; &#60; ]]> -->",
    "javascript:window.hacked=1//",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "\u2028\u2029\u00a0\u200b\u202etxt.exe",
    "Z\u0350\u034e\u0341\u0347a\u0348\u0331l\u0330\u0355g\u0320o \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4",
    "%3Cscript%3E%00\\u003cscript\\u003e",
]
# In a column that guests don't see.
PRIVATE = "for-members-only"
MANY = 5_200


@dataclasses.dataclass
class Scene:
    """One page: how to get to it, and what is known of it."""

    address: str
    status: int = 200
    method: str = "GET"
    # False for what nginx answers without the responder.
    is_ours: bool = True
    job: dict = dataclasses.field(default_factory=dict)
    tasks: list[dict] = dataclasses.field(default_factory=list)
    # What must not be anywhere in the page.
    secrets: list[str] = dataclasses.field(default_factory=list)


class Stack:
    """A running stack, by the home it lives in."""

    def __init__(self, home: str):
        self.home = pathlib.Path(home)
        self.demo = json.loads((self.home / "demo.json").read_text())
        self.base_url: str = self.demo["base_url"]

    def sql(self, statement: str) -> None:
        """As the database's owner: what no endpoint does yet, or what only time does."""
        subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.home}/mariadb/mariadb.sock",
             f"--user={getpass.getuser()}", "waylink", "-e", statement],
            check=True, timeout=20,
        )


class Member:
    """An account with a workspace of its own."""

    def __init__(self, stack: Stack):
        self.stack = stack
        self.http = requests.Session()
        self.email = f"m{secrets.token_hex(8)}@example.org"
        made = self.call("POST", "/v1/auth/register", {
            "email": self.email, "password": secrets.token_urlsafe(16),
            "name": "Browser Tester", "workspace_name": "Browser tests",
        })
        self.account = made["account"]["id"]
        self.workspace = made["workspace"]["id"]
        self.http.headers["Authorization"] = f"Bearer {made['access_token']}"

    def call(self, method: str, path: str, body: object = None):
        answer = self.http.request(method, self.stack.base_url + path, json=body, timeout=20)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def scene(self, title: str, tasks: list | None = None, columns: list | None = None,
              description: str = "", link: dict | None = None) -> Scene:
        """A job with its tasks and its link."""
        job = self.call("POST", "/v1/jobs", {
            "title": title, "description": description, "columns": columns or []})
        for start in range(0, len(tasks or []), 1000):
            self.call("POST", f"/v1/jobs/{job['id']}/tasks", tasks[start:start + 1000])
        made = self.call("POST", f"/v1/jobs/{job['id']}/share-links", link or {})
        job |= {"token": made["token"], "link": made["share_link"]["id"]}
        return Scene(made["url"], job=job, tasks=tasks or [], secrets=[
            self.account, self.workspace, self.email, job["id"], job["link"], PRIVATE])


def column(key: str, label: str, kind: str = "string", public: bool = True) -> dict:
    return {"key": key, "label": label, "type": kind, "public": public}


COLUMNS = [
    column("code", "Status code", "number"),
    column("cached", "Cached", "boolean"),
    column("seen_at", "Seen", "datetime"),
    column("note", "Note"),
    column("internal", "Internal", public=False),
]
STATUSES = ["completed", "failed", "skipped", "running", "pending"]


def task(number: int, title: str = "", status: str = "", note: str = "") -> dict:
    return {
        "title": title or f"https://shop.example/products/{number}",
        "status": status or STATUSES[number % 5],
        "attributes": {
            "code": 200 + number % 5, "cached": number % 2 == 0,
            "seen_at": f"2026-02-{number % 28 + 1:02}T23:30:00+02:00",
            "note": note or f"Batch {number // 100}", "internal": PRIVATE,
        },
    }


def live_scenes(member: Member) -> dict[str, Scene]:
    long = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 11
    arabic = "تقرير فحص الصفحات اليومي للمتجر"
    hebrew = "דוח בדיקה יומי של החנות 2026"
    wide = [column(f"c{n}", long[:100]) for n in range(12)]
    hostile_columns = [column(f"k{n}", text) for n, text in enumerate(HOSTILE[:6])]
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=7)
    return {
        "mixed": member.scene(
            "Nightly check of the shop", [task(n) for n in range(1, 61)], COLUMNS,
            "Every product page is fetched once.\nWhat fails is tried again tomorrow.",
            {"expires_at": soon.isoformat()}),
        "many": member.scene(
            "Five thousand pages", [task(n, status="completed") for n in range(1, MANY + 1)], COLUMNS),
        "long": member.scene(
            long[:500], [{"title": long[:500], "status": "running",
                          "attributes": {f"c{n}": long[:400] for n in range(12)}}] * 3,
            wide, long * 4),
        "arabic": member.scene(
            arabic, [task(n, f"{arabic} {n}", note=arabic) for n in range(1, 8)],
            [column("note", "ملاحظة"), column("code", "رمز", "number")], arabic),
        "hebrew": member.scene(
            hebrew, [task(n, f"{hebrew} ({n})", note=hebrew) for n in range(1, 8)],
            [column("note", "הערה"), column("code", "קוד", "number")], hebrew),
        "hostile": member.scene(
            HOSTILE[0] + HOSTILE[1],
            [{"title": text, "status": "failed",
              "attributes": {f"k{n}": text for n in range(6)}} for text in HOSTILE],
            hostile_columns, "\n".join(HOSTILE[:7])),
    }


def dead_scenes(member: Member) -> dict[str, Scene]:
    stack = member.stack
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    scenes = {
        "revoked": member.scene("A job behind a dead link"),
        "expired": member.scene("A job behind a dead link", link={"expires_at": soon.isoformat()}),
        "deleted": member.scene("A job behind a dead link"),
        "paused": Member(stack).scene("A job behind a dead link"),
    }
    for scene in scenes.values():
        scene.status = 410
        scene.secrets.append("A job behind a dead link")
    scenes["paused"].status = 403
    job = {name: scene.job for name, scene in scenes.items()}
    member.call("DELETE", f"/v1/jobs/{job['revoked']['id']}/share-links/{job['revoked']['token']}")
    stack.sql(f"UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND"
              f" WHERE id = '{job['expired']['link']}'")
    stack.sql(f"UPDATE jobs SET deleted_at = UTC_TIMESTAMP(6) WHERE id = '{job['deleted']['id']}'")
    stack.sql(f"UPDATE workspaces SET paused_at = UTC_TIMESTAMP(6)"
              f" WHERE id = '{job['paused']['workspace_id']}'")
    return scenes


def album_scenes(stack: Stack) -> dict[str, Scene]:
    links = stack.demo["albums"]["lake"]["links"]
    return {
        "album": Scene(links["viewer"]["url"]),
        "album-collaboration": Scene(links["collaborator"]["url"]),
        "album-photo-missing": Scene(links["viewer"]["url"] + "/photos/0", 404),
        "album-revoked": Scene(links["revoked"]["url"], 410, secrets=["A week at the lake"]),
    }


def scenes(stack: Stack) -> dict[str, Scene]:
    """Every page there is, by name: `NAMES`."""
    member = Member(stack)
    demo = {name: Scene(stack.demo["jobs"][name]["url"], job=stack.demo["jobs"][name])
            for name in ("running", "finished", "empty")}
    live = live_scenes(member)
    base = stack.base_url
    return demo | live | dead_scenes(member) | album_scenes(stack) | {
        "unknown": Scene(f"{base}/shared/jobs/{secrets.token_urlsafe(18)}", 404),
        "nowhere": Scene(f"{base}/nowhere/at/all", 404),
        "bad-cursor": Scene(live["mixed"].address + "?cursor=nonsense", 400),
        "wrong-method": Scene(live["mixed"].address, 405, method="POST"),
        "nginx-nothing": Scene(f"{base}/assets/nothing.css", 404, is_ours=False),
        "nginx-read-only": Scene(f"{base}/robots.txt", 405, method="POST", is_ours=False),
    }


LIVE = ["running", "finished", "empty", "mixed", "many", "long", "arabic", "hebrew", "hostile",
        "album", "album-collaboration"]
DEAD = ["album-photo-missing", "album-revoked", "revoked", "expired", "deleted", "paused", "unknown", "nowhere", "bad-cursor",
        "wrong-method"]
NGINX = ["nginx-nothing", "nginx-read-only"]
NAMES = LIVE + DEAD + NGINX
