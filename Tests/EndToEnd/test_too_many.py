"""More tasks than are sorted by what has no index: refused at once, in words, with a way on."""

import pytest
from client import BROWSER, Client, Member, is_problem
from test_doors_of_pages import Person

MOST = 50_000


@pytest.fixture(scope="module")
def crowd(stack) -> tuple[Person, str, str]:
    """A job with one task more than that, of which all but one are completed; and its link's token."""
    member = Member(stack, timeout=60)
    job = member.job("A crowd", columns=[{"key": "n", "label": "Number", "type": "number"}])
    lines = b"".join(b'{"title":"%05d","status":"completed","attributes":{"n":%d}}\n' % (n, -n) for n in range(MOST))
    assert member.tasks(job, lines + b'{"title":"x","status":"failed","attributes":{"n":0}}\n') == MOST + 1
    return Person(stack, member), job, member.link(job)


@pytest.mark.parametrize("sort", ["title", "-title", "attr%5Bn%5D", "-attr%5Bn%5D", "started_at"])
def test_too_many_are_not_sorted(stack, crowd, sort):
    person, job, token = crowd
    for client, at in ((person.member, f"/v1/jobs/{job}"), (Client(stack.port), f"/v1/shared/jobs/{token}")):
        for path in (f"{at}/tasks?sort={sort}", f"{at}/export?format=csv&sort={sort}"):
            answer = client.get(path)
            assert answer.status == 422 and is_problem(answer, "too_many_to_sort"), path
            assert answer.seconds < 2, "nothing was sorted before it was refused"


def test_as_many_as_are_allowed_are_sorted(stack, crowd):
    person, job, token = crowd
    for client, at in ((person.member, f"/v1/jobs/{job}"), (Client(stack.port), f"/v1/shared/jobs/{token}")):
        for query, titles in (
            ("status=completed&sort=-title", ["49999", "49998"]), ("status=completed&sort=attr%5Bn%5D", ["49999", "49998"]),
            ("status=failed&sort=title", ["x"]), ("sort=status", ["00000", "00001"]), ("sort=-position", ["x", "49999"]),
        ):  # fmt: skip
            answer = client.get(f"{at}/tasks?limit=2&{query}")
            assert answer.status == 200, (query, answer.body)
            assert [task["title"] for task in answer.json()["tasks"]] == titles


@pytest.mark.parametrize("language, words", [
    ("en", "These are too many to sort that way"), ("es", "Son demasiadas para ordenarlas así"),
])
def test_pages_say_so_and_what_to_do(stack, crowd, language, words):
    person, job, token = crowd
    if "waylink" not in person.jar:
        assert person.sign_in().status == 303
    speaks = BROWSER | {"Accept-Language": language}
    shown = Client(stack.port).get(f"/shared/jobs/{token}?sort=title", speaks)
    assert shown.status == 422 and words in shown.plain.decode()
    assert f'href="/shared/jobs/{token}"' in shown.plain.decode(), "a way back"
    own = person.get(f"/console/jobs/{job}?sort=title", speaks | person.cookie)
    assert own.status == 422 and words in own.plain.decode()
    assert f'href="/console/jobs/{job}#tasks"' in own.plain.decode(), "a way back"
