"""What clients see of the jobs posted for them: strictly their own, told when it has changed."""

from client import Client, Company, Member, is_problem

LISTS = ("/v1/client/jobs", "/v1/client/stats")


def own(client: Client, query: str = "") -> set[str]:
    return {job["id"] for job in client.get(f"/v1/client/jobs?limit=200{query}").json()["jobs"]}


def task(member: Member, job: str) -> str:
    member.tasks(job, b'{"title":"T"}\n')
    return member.get(f"/v1/jobs/{job}/tasks").json()["tasks"][0]["id"]


# --- Strictly its own ---


def test_two_clients_and_two_workspaces_see_only_theirs(stack):
    clients, members = [Company(stack, "First"), Company(stack, "Second")], [Member(stack), Member(stack)]
    posted = {
        (c, m): member.job(f"{c} by {m}", connection_id=client.connection_id)
        for c, client in enumerate(clients) for m, member in enumerate(members)
    }  # fmt: skip
    nobodys = members[0].job("Nobody's")
    for c, client in enumerate(clients):
        wanted = {posted[c, 0], posted[c, 1]}
        assert own(client) == wanted
        stats = client.get("/v1/client/stats").json()
        assert stats["total"] == 2 and stats["counts"]["pending"] == 2 and stats["awaiting_approval"] == 0
        for job in (*posted.values(), nobodys):
            for path in (f"/v1/client/jobs/{job}", f"/v1/client/jobs/{job}/tasks"):
                answer = client.get(path)
                assert answer.status == (200 if job in wanted else 404), path
                assert answer.status == 200 or is_problem(answer, "job_not_found")
        found = client.get(f"/v1/client/jobs/{posted[c, 1]}").json()
        assert found["workspace_name"] == "W" and found["client_approval"] == "none"
        # The guest's fields, and these two.
        guests = Client(stack.port).get(f"/v1/shared/jobs/{members[1].link(posted[c, 1])}").json()
        assert set(found) == set(guests) | {"workspace_name", "client_approval"}
        assert {place["workspace_id"] for place in client.get("/v1/client/workspaces").json()["workspaces"]} == {
            member.workspace for member in members}  # fmt: skip
    for m, member in enumerate(members):
        for c, client in enumerate(clients):
            jobs = member.get(f"/v1/jobs?client_id={client.id}").json()["jobs"]
            assert [job["id"] for job in jobs] == [posted[c, m]]
            assert (jobs[0]["client_id"], jobs[0]["company_name"]) == (client.id, ("First", "Second")[c])
        groups = member.get("/v1/jobs?group_by=client").json()["groups"]
        assert {(group["client_id"], group["company_name"], group["counts"]["pending"]) for group in groups} == {
            (clients[0].id, "First", 1), (clients[1].id, "Second", 1)}  # fmt: skip
        assert all(group["consent"] == "none" for group in groups)
    page = members[0].get("/v1/jobs?group_by=client&limit=1").json()
    rest = members[0].get(f"/v1/jobs?group_by=client&limit=1&cursor={page['next_cursor']}").json()
    assert rest["next_cursor"] is None and {page["groups"][0]["client_id"], rest["groups"][0]["client_id"]} == {
        client.id for client in clients}  # fmt: skip
    for query in ("status=pending", "q=x", "sort=title", "client_id=" + clients[0].id, "deleted=true"):
        answer = members[0].get(f"/v1/jobs?group_by=client&{query}")
        assert answer.status == 400 and is_problem(answer, "validation_failed"), query


def test_a_wrong_but_valid_id_is_mended_later(stack):
    wrong, right, member = Company(stack), Company(stack), Member(stack)
    job = member.job(connection_id=wrong.connection_id)
    path = f"/v1/client/jobs/{job}"
    assert wrong.get(path).status == 200 and right.get(path).status == 404
    moved = member.call("PATCH", f"/v1/jobs/{job}", {"connection_id": right.connection_id})
    assert moved.status == 200 and moved.json()["client_id"] == right.id
    assert wrong.get(path).status == 404 and right.get(path).status == 200 and own(wrong) == set()
    # Nothing is left of the mistake: the wrong client isn't this workspace's any more.
    assert wrong.get("/v1/client/workspaces").json()["workspaces"] == []
    back = member.call("PATCH", f"/v1/jobs/{job}", {"client_id": wrong.id})
    assert back.status == 400 and is_problem(back, "invalid_client_id")
    # By the client's own id, of one that it posts for; and by none.
    other = member.job(connection_id=wrong.connection_id)
    back = member.call("PATCH", f"/v1/jobs/{job}", {"client_id": wrong.id})
    assert back.status == 200 and own(wrong) == {job, other} and own(right) == set()
    assert member.call("DELETE", f"/v1/jobs/{other}").status == 204
    both = member.call("PATCH", f"/v1/jobs/{job}", {"client_id": wrong.id, "connection_id": right.connection_id})
    assert both.json()["client_id"] == right.id
    gone = member.call("PATCH", f"/v1/jobs/{job}", {"connection_id": None})
    assert gone.status == 200 and gone.json()["client_id"] is gone.json()["company_name"] is None
    assert own(wrong) == own(right) == set()
    stranger = Member(stack)
    for wish in ({"client_id": right.id}, {"client_id": stranger.workspace}):
        answer = stranger.post("/v1/jobs", {"title": "T"} | wish)
        assert answer.status == 400 and is_problem(answer, "invalid_client_id")
    assert stranger.titles() == []


# --- Refreshing ---


def tags(client: Client) -> list[str]:
    return [client.get(path).headers["ETag"] for path in LISTS]


def refreshed(client: Client, seen: list[str]) -> list[int]:
    answers = [client.get(path, {"If-None-Match": tag}) for path, tag in zip(LISTS, seen)]
    for answer, tag in zip(answers, seen):
        assert answer.status != 304 or answer.body == b"" and answer.headers["ETag"] == tag
    return [answer.status for answer in answers]


def test_every_change_is_told_and_nothing_else(stack):
    client, other, member, asked = Company(stack), Company(stack), Member(stack), Member(stack)
    job = member.job(connection_id=client.connection_id)
    at, thing = f"/v1/jobs/{job}", task(member, job)
    client.ask_first()
    waiting = asked.job("Waiting", connection_id=client.connection_id)
    changes = {
        "a task": lambda: member.call("PATCH", f"{at}/tasks/{thing}", {"status": "running"}),
        "a task's name": lambda: member.call("PATCH", f"{at}/tasks/{thing}", {"status": "running", "attributes": {"n": 1}}),
        "more tasks": lambda: member.post(f"{at}/tasks", [{"title": "More"}]),
        "the title": lambda: member.call("PATCH", at, {"title": "Another"}),
        "cancelled": lambda: member.post(f"{at}/cancel"),
        "restarted": lambda: member.post(f"{at}/restart"),
        "deleted": lambda: member.call("DELETE", at),
        "restored": lambda: member.post(f"{at}/restore"),
        "one more": lambda: member.post("/v1/jobs", {"title": "New", "connection_id": client.connection_id}),
        "moved away": lambda: member.call("PATCH", at, {"connection_id": other.connection_id}),
        "moved back": lambda: member.call("PATCH", at, {"client_id": client.id}),
        "approved": lambda: client.decide(asked.workspace, "approved"),
        "taken from it": lambda: asked.call("PATCH", f"/v1/jobs/{waiting}", {"client_id": None}),
    }
    for name, change in changes.items():
        seen = tags(client)
        assert refreshed(client, seen) == [304, 304], name
        answer = change()
        assert answer.status < 300, (name, answer.body)
        assert refreshed(client, seen) == [200, 200], name
    # What it does not see changes nothing for it.
    seen = tags(client)
    hidden = member.job("Not for it")
    member.call("PATCH", f"/v1/jobs/{hidden}", {"title": "Another"})
    member.link(job)
    member.job("Another's", connection_id=other.connection_id)
    assert refreshed(client, seen) == [304, 304]
    for path in (f"/v1/client/jobs/{job}", f"/v1/client/jobs/{job}/tasks"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, {"If-None-Match": tag}).status == 304
        assert member.call("PATCH", at, {"title": f"For {path}"}).status == 200
        assert client.get(path, {"If-None-Match": tag}).status == 200
    # A tag is of one client: another one's says nothing.
    assert refreshed(other, seen) == [200, 200]


def cost(stack, work) -> int:
    """How many rows and index entries the server looks at for something; the least of some tries, since
    responders also look after the house."""
    status = """SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS
                WHERE VARIABLE_NAME LIKE 'HANDLER_READ%' AND VARIABLE_NAME NOT LIKE '%_RND%'"""

    def once(work) -> int:
        before = int(stack.query(status))
        work()
        return int(stack.query(status)) - before

    for _ in range(3):
        work()
    return min(once(work) for _ in range(12)) - min(once(lambda: None) for _ in range(12))


def test_a_refresh_of_what_stands_costs_no_more_with_more_jobs(stack):
    client, member = Company(stack), Member(stack)
    costs = []
    for count in (1, 60):
        for _ in range(count):
            member.job(connection_id=client.connection_id)
        for path, tag in zip(LISTS, tags(client)):
            def refresh(path=path, tag=tag) -> None:
                assert client.get(path, {"If-None-Match": tag}).status == 304

            costs.append(cost(stack, refresh))
    # Who asks, and one counter: the same, whatever there is.
    assert len(set(costs)) == 1 and costs[0] <= 6, costs
    assert cost(stack, lambda: client.get(LISTS[0])) >= 50, "a page of them is looked at"
