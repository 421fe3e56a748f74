"""End to end, through nginx, as strangers: pytest with WAYLINK_STACK, the home of a running stack."""

import os

import pytest
from client import Client, Member
from stacks import Stack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks for traces of all the others comes last."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "last: runs after everything else")


@pytest.fixture(scope="session")
def stack() -> Stack:
    """The running stack; nothing is killed in it."""
    home = os.environ.get("WAYLINK_STACK")
    if not home:
        pytest.exit("WAYLINK_STACK must name the home of a running stack: use scripts/test e2e", 2)
    return Stack(home)


@pytest.fixture(scope="session")
def own_stack(stack: Stack):
    """A second one, of the same build, for tests that kill parts of it."""
    with Stack.own(stack.executable) as own:
        yield own


@pytest.fixture
def mortal(own_stack: Stack) -> Stack:
    """That one, whole."""
    own_stack.all_responders()
    assert own_stack.is_ready()
    return own_stack


@pytest.fixture(scope="session")
def member(stack: Stack) -> Member:
    return Member(stack)


@pytest.fixture
def stranger(stack: Stack):
    """Nobody in particular, without an account."""
    client = Client(stack.port)
    yield client
    client.close()
