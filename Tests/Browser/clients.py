"""Clients, made through the API, and signed in at a browser by the page for it."""

import secrets

import requests

PASSWORD = "an old grey bicycle bell"


class Company:
    """A client with its connection ID."""

    def __init__(self, origin: str, name: str = "Acme Corp", asks_first: bool = False):
        self.origin = origin
        self.name = name
        self.email = f"c{secrets.token_hex(6)}@example.org"
        made = requests.post(f"{origin}/v1/client/register", timeout=20, json={
            "company_name": name, "email": self.email, "password": PASSWORD}).json()
        self.id = made["client_id"]
        self.connection = made["connection_id"]
        self.headers = {"Authorization": f"Bearer {made['access_token']}"}
        if asks_first:
            self.call("PATCH", "/v1/client/profile", {"ask_first": True})

    def call(self, method: str, path: str, body: object = None) -> dict:
        answer = requests.request(
            method, self.origin + path, json=body, headers=self.headers, timeout=20)
        assert answer.ok, answer.text
        return answer.json() if answer.content else {}

    def sign_in(self, visit) -> None:
        page = visit.page
        page.goto(f"{self.origin}/console/sign-in")
        page.locator("[name=email]").fill(self.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form[action='/console/sign-in'] button[type=submit]").first.click()
        assert page.url == f"{self.origin}/console/client", page.url

    def lookups(self) -> int:
        return len(self.call("GET", "/v1/client/lookups")["lookups"])


def post(member, company: Company, title: str, tasks: int = 0) -> str:
    """A job of a member for a client; its id. `member` has `call`, as both kinds of the tests have."""
    job = member.call("POST", "/v1/jobs", {"title": title, "connection_id": company.connection})["id"]
    if tasks:
        states = ["completed", "pending", "failed", "running"]
        member.call("POST", f"/v1/jobs/{job}/tasks", [
            {"title": f"Task {number}", "status": states[number % 4]} for number in range(tasks)])
    return job
