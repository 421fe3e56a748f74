-- Links as seeds 0 and 2 name them, for reports: no hash, no seal, and the database's clock.

CREATE VIEW job_share_links AS
SELECT
  l.id, l.subject_id AS job_id, l.created_by, l.created_at, l.expires_at, l.revoked_at,
  l.revoked_at IS NULL AND l.retired_at IS NULL
    AND (l.expires_at IS NULL OR l.expires_at > UTC_TIMESTAMP(6)) AS is_active,
  (SELECT CAST(COALESCE(SUM(o.opens), 0) AS UNSIGNED) FROM link_opens o WHERE o.link_id = l.id)
    AS access_count,
  (SELECT MAX(o.last_opened_at) FROM link_opens o WHERE o.link_id = l.id) AS last_accessed_at
FROM links l
WHERE l.subject_kind = 'job';

-- `is_active` as seed 2 has it: false once it was revoked; whether it has expired is another thing.
CREATE VIEW shareable_links AS
SELECT
  l.id, l.subject_id AS album_id, l.created_by, l.created_at, l.expires_at,
  l.revoked_at IS NULL AND l.retired_at IS NULL AS is_active,
  l.level = 'collaborator' AS is_collaboration, l.revoked_at,
  (SELECT CAST(COALESCE(SUM(o.opens), 0) AS UNSIGNED) FROM link_opens o WHERE o.link_id = l.id)
    AS access_count,
  (SELECT MAX(o.last_opened_at) FROM link_opens o WHERE o.link_id = l.id) AS last_accessed_at
FROM links l
WHERE l.subject_kind = 'album';

-- Whatever they open: those that let anybody in at this moment, unless what they open was deleted.
CREATE VIEW active_share_links AS
SELECT
  l.id, l.subject_kind, l.subject_id, l.workspace_id, l.level, l.created_by, l.created_at,
  l.expires_at
FROM links l LEFT JOIN workspaces w ON w.id = l.workspace_id
WHERE l.revoked_at IS NULL AND l.retired_at IS NULL
  AND (l.expires_at IS NULL OR l.expires_at > UTC_TIMESTAMP(6)) AND w.paused_at IS NULL;

GRANT SELECT ON job_share_links TO waylink_reporting;

GRANT SELECT ON shareable_links TO waylink_reporting;

GRANT SELECT ON active_share_links TO waylink_reporting;
