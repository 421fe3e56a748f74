"""A role that takes API keys with it is asked about first, with scripts and without."""

import pytest
import requests
from checks import violations
from test_console import Person


@pytest.mark.parametrize("script", [True, False])
def test_asks_before_keys_end(visit, stack, script):
    owner, admin = Person(visit(script=script)), Person(visit())
    workspace = owner.workspace()
    owner.page.locator("[name=email]").fill(admin.email)
    owner.page.locator(f"form[action='{workspace}/members'] [name=role]").select_option("admin")
    owner.send(f"{workspace}/members")
    admin.go(workspace)
    admin.page.locator(f"form[action='{workspace}/keys'] [name=name]").fill("Night shift")
    admin.send(f"{workspace}/keys")
    key = {"Authorization": "Bearer " + admin.page.locator("#new-key").input_value()}

    def opens() -> int:
        return requests.get(f"{stack.base_url}/v1/jobs", headers=key, timeout=10).status_code

    owner.go(workspace)
    form = owner.page.locator("form[action$='/role']")
    form.locator("select").select_option("member")
    form.locator("button").click()
    assert "API key of this workspace ends at once" in owner.page.inner_text("main")
    assert opens() == 200
    if script:
        assert violations(owner.page) == []
    owner.page.reload()
    owner.page.get_by_role("link", name="Cancel").click()
    assert opens() == 200 and "Admin" in owner.page.inner_text("main .cards")
    form.locator("select").select_option("member")
    form.locator("button").click()
    owner.page.get_by_role("button", name="Make them a member").click()
    assert "The role is changed." in owner.page.inner_text("[role=status]")
    assert opens() == 401
    form.locator("select").select_option("admin")
    form.locator("button").click()
    assert "The role is changed." in owner.page.inner_text("[role=status]"), "nothing to lose"
