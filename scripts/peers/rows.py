"""Rows that scripts/bench needs in numbers, made by SQL from those of the demo data."""

import base64
import hashlib

from stack import Stack

JOBS = 10_000
WITH_TASKS = 100
TASKS = 120

TOKEN = "REPLACE(REPLACE(LEFT(TO_BASE64(UNHEX(MD5(CONCAT('bench', seq)))), 22), '+', '-'), '/', '_')"
LINK = "CONCAT('01900000-0000-7000-9000-', LPAD(HEX(seq), 12, '0'))"
JOB = "CONCAT('01900000-0000-7000-8000-', LPAD(HEX(MOD(seq - 1, {jobs}) + 1), 12, '0'))"


def token(number: int) -> str:
    """The same as TOKEN in SQL; nobody's secret."""
    return base64.urlsafe_b64encode(hashlib.md5(f"bench{number}".encode()).digest()).decode()[:22]


def lay_out(stack: Stack, model: str) -> None:
    """JOBS jobs like `model`, a link each; the first of them with tasks."""
    job = JOB.format(jobs=JOBS)
    stack.sql(f"""
      INSERT INTO jobs (id, workspace_id, created_by, title, description, status, member_columns,
        guest_columns, visible_tasks, total_tasks, running_tasks, completed_tasks, failed_tasks,
        skipped_tasks, version, created_at, started_at, completed_at)
      SELECT {job}, d.workspace_id, d.created_by, CONCAT('Inspect "site" ', seq, ' & report'),
        d.description, IF(MOD(seq, 3), 'running', 'completed'), d.member_columns, d.guest_columns,
        IF(seq <= {WITH_TASKS}, {TASKS}, 0), {TASKS}, 1, MOD(seq, 90), MOD(seq, 7), MOD(seq, 11),
        1 + MOD(seq, 50), d.created_at, d.started_at,
        IF(MOD(seq, 3), NULL, d.started_at + INTERVAL seq SECOND)
      FROM seq_1_to_{JOBS} JOIN jobs d ON d.id = '{model}';
      INSERT INTO tasks (job_id, position, id, title, status, attributes, started_at, completed_at)
      SELECT {job}, t.position, t.id, t.title, t.status, t.attributes, t.started_at, t.completed_at
      FROM seq_1_to_{WITH_TASKS} JOIN tasks t ON t.job_id = '{model}' AND t.position <= {TASKS};
      {links("links", "door_keys", JOBS, model)}
    """)


def links(table: str, keys: str, count: int, model: str) -> str:
    """SQL that fills both tables with `count` links to the jobs of `lay_out`."""
    return f"""
      INSERT INTO {table} (id, workspace_id, subject_kind, subject_id, created_by, created_at, expires_at)
      SELECT {LINK}, d.workspace_id, 'job', {JOB.format(jobs=JOBS)}, d.created_by, d.created_at,
        IF(MOD(seq, 4), NULL, UTC_TIMESTAMP(6) + INTERVAL seq SECOND + INTERVAL 1 DAY)
      FROM seq_1_to_{count} JOIN jobs d ON d.id = '{model}';
      INSERT INTO {keys} (hash, link_id)
      SELECT UNHEX(SHA2({TOKEN}, 256)) AS hash, {LINK} FROM seq_1_to_{count} ORDER BY hash;
    """


def lay_out_many(stack: Stack, count: int, model: str) -> None:
    """Tables beside the doors' own with `count` links in them; `swap` puts them in their place."""
    stack.sql(f"""
      CREATE TABLE links_beside LIKE links;
      CREATE TABLE door_keys_beside LIKE door_keys;
      SET unique_checks = 0, foreign_key_checks = 0;
      {links("links_beside", "door_keys_beside", count, model)}
      ANALYZE TABLE links_beside, door_keys_beside, links, door_keys;
    """)


def swap(stack: Stack) -> None:
    stack.sql("""
      RENAME TABLE links TO links_aside, links_beside TO links, links_aside TO links_beside,
        door_keys TO keys_aside, door_keys_beside TO door_keys, keys_aside TO door_keys_beside;
    """)
