-- What reports may see: no hash, no seal, no e-mail.

CREATE VIEW report_links AS
SELECT
  id, workspace_id, subject_kind, subject_id, created_by, created_at, expires_at, revoked_at,
  CASE
    WHEN revoked_at IS NOT NULL THEN 'revoked'
    WHEN retired_at IS NOT NULL OR expires_at <= UTC_TIMESTAMP(6) THEN 'expired'
    ELSE 'active'
  END AS state
FROM links;

CREATE VIEW report_jobs AS
SELECT
  id, workspace_id, created_by, title, status, total_tasks, running_tasks, completed_tasks,
  failed_tasks, skipped_tasks, created_at, started_at, completed_at, deleted_at
FROM jobs;

CREATE VIEW report_opens AS
SELECT link_id, day, SUM(opens) AS opens, MAX(last_opened_at) AS last_opened_at
FROM link_opens
GROUP BY link_id, day;

GRANT SELECT ON report_links TO waylink_reporting;

GRANT SELECT ON report_jobs TO waylink_reporting;

GRANT SELECT ON report_opens TO waylink_reporting;
