-- The one door: keys, the links they open, and what is counted about them.

CREATE TABLE links (
  id UUID NOT NULL PRIMARY KEY,
  -- NULL where the subject belongs to an account and to no workspace.
  workspace_id UUID NULL,
  subject_kind ENUM('job', 'album', 'document') NOT NULL,
  subject_id UUID NOT NULL,
  -- The subject's id while this is its one active link, else NULL: two can't hold it at once.
  slot UUID NULL,
  created_by UUID NOT NULL,
  created_at DATETIME(6) NOT NULL,
  -- NULL: never.
  expires_at DATETIME(6) NULL,
  revoked_at DATETIME(6) NULL,
  -- An expired link that a new one has followed; it can't be extended any more.
  retired_at DATETIME(6) NULL,
  -- AES-256-GCM of the token, so that its owner can see it again; NULL where it is shown once.
  sealed_token VARBINARY(160) NULL,
  seal_key VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  CONSTRAINT links_slot UNIQUE (slot),
  KEY links_by_subject (subject_id, id),
  KEY links_by_workspace (workspace_id, id)
);

-- A key is the SHA-256 of a token; a rotation with grace gives one link two of them.
CREATE TABLE door_keys (
  hash BINARY(32) NOT NULL PRIMARY KEY,
  link_id UUID NOT NULL,
  -- When a rotated key stops; NULL: with its link.
  dies_at DATETIME(6) NULL,
  KEY door_keys_by_link (link_id)
);

-- Opens by day; each responder adds to rows of its own, so that they never wait for each other.
CREATE TABLE link_opens (
  link_id UUID NOT NULL,
  day DATE NOT NULL,
  responder VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opens INT UNSIGNED NOT NULL,
  last_opened_at DATETIME(6) NOT NULL,
  PRIMARY KEY (link_id, day, responder)
);

-- Refusals at known links, coalesced by network and minute.
CREATE TABLE link_refusals (
  link_id UUID NOT NULL,
  minute DATETIME NOT NULL,
  address_prefix VARCHAR(43) NOT NULL,
  outcome VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  responder VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  refusals INT UNSIGNED NOT NULL,
  PRIMARY KEY (link_id, minute, address_prefix, outcome, responder),
  KEY link_refusals_by_age (minute)
);

-- What a repeated POST is known by; the row is part of the transaction it speaks of.
CREATE TABLE idempotency_keys (
  caller UUID NOT NULL,
  route VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_hash BINARY(32) NOT NULL,
  body_hash BINARY(32) NOT NULL,
  status SMALLINT UNSIGNED NOT NULL,
  -- What was made or changed; the answer is rendered from it again.
  resource_id UUID NULL,
  -- How many, where the answer counts.
  quantity INT UNSIGNED NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (caller, route, key_hash),
  KEY idempotency_keys_by_age (created_at)
);

GRANT SELECT, INSERT, UPDATE ON links TO waylink_application;

GRANT SELECT, INSERT, UPDATE ON door_keys TO waylink_application;

GRANT SELECT, INSERT, UPDATE ON link_opens TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON link_refusals TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO waylink_application;
