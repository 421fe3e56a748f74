-- What a link lets its guests do, the password that some ask for, and secrets for repeats.

ALTER TABLE links
  ADD COLUMN level ENUM('viewer', 'commenter', 'collaborator') NOT NULL DEFAULT 'viewer',
  -- Argon2id, as a PHC string; NULL: it opens without.
  ADD COLUMN password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
  -- Moves with every change of the password. A grant names the number that it was given under, so
  -- that it ends with the password that was said for it.
  ADD COLUMN password_changes INT UNSIGNED NOT NULL DEFAULT 0,
  -- Whether guests may ask to become editors.
  ADD COLUMN allows_edit_requests BOOLEAN NOT NULL DEFAULT FALSE;

-- AES-256-GCM of what the first answer showed once, so that a repeat can show it again; it goes with
-- its row, after 24 hours.
ALTER TABLE idempotency_keys
  ADD COLUMN sealed_secret VARBINARY(160) NULL,
  ADD COLUMN seal_key VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD CONSTRAINT idempotency_keys_seal_whole CHECK ((sealed_secret IS NULL) = (seal_key IS NULL));
