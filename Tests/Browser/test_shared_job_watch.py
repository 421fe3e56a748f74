"""A guest's page that is left open: it asks whether the job has changed, and is no further open."""

import datetime
import time

import stage
from playwright.sync_api import expect


def opens(member: stage.Member, job: dict) -> int:
    """Once what was counted has been written, which is once a second."""
    time.sleep(2.5)
    return member.call("GET", f"/v1/jobs/{job['id']}/share-links")["share_link"]["access_count"]


def test_a_tab_left_open_counts_once(visit, stack):
    member = stage.Member(stack)
    scene = member.scene("Left open", [{"title": "One"}])
    # A headless browser says that it is one, and counts for nobody.
    guest = visit(user_agent="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
    page = guest.page
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.clock.install(time=datetime.datetime.now())
    guest.open(scene)
    assert opens(member, scene.job) == 1
    # As if it had lain there for an hour: whoever looks after that is counted again.
    stack.sql("UPDATE link_viewers SET last_seen_at = last_seen_at - INTERVAL 1 HOUR"
              f" WHERE link_id = '{scene.job['link']}'")
    asked.clear()
    page.clock.run_for(31_000)
    page.wait_for_timeout(300)
    member.call("POST", f"/v1/jobs/{scene.job['id']}/tasks", [{"title": "Two"}])
    page.clock.run_for(31_000)
    expect(page.locator("[role=status]")).not_to_be_empty()
    source = f"{stack.base_url}/v1/shared/jobs/{scene.job['token']}"
    assert [one for one in asked if one[1] == source] == [("HEAD", source)] * 2
    assert opens(member, scene.job) == 1
    page.reload()
    assert opens(member, scene.job) == 2
    assert not guest.complaints
