-- When the owner of a link is told that it is about to expire.
ALTER TABLE links
  -- For how many hours before; NULL: not at all.
  ADD COLUMN IF NOT EXISTS remind_before SMALLINT UNSIGNED NULL DEFAULT 24,
  -- NULL where there is nothing to tell of (any more).
  ADD COLUMN IF NOT EXISTS remind_at DATETIME(6) NULL,
  ADD KEY IF NOT EXISTS links_by_reminder (subject_kind, remind_at);

UPDATE links SET remind_at = expires_at - INTERVAL 24 HOUR
WHERE expires_at > UTC_TIMESTAMP(6) + INTERVAL 24 HOUR
  AND revoked_at IS NULL AND retired_at IS NULL;
