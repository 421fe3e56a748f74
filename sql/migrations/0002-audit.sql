-- What happened, append-only: one hash chain for each subject (job, album, document, account).
-- The application may add and read, nothing else.

CREATE TABLE audit_records (
  subject_id UUID NOT NULL,
  seq INT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL,
  action VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor_kind ENUM('account', 'key', 'link', 'anonymous', 'system') NOT NULL,
  actor_id UUID NULL,
  outcome VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- JSON of ids, states and instants; never a token, a password or personal data.
  detail TEXT NOT NULL,
  -- SHA-256 over salt and personal data; it stays true when the data beside it is erased.
  personal_digest BINARY(32) NOT NULL,
  -- SHA-256 over the record before and every column of this one.
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (subject_id, seq)
);

-- Personal data of audit records, erasable without breaking a chain.
CREATE TABLE audit_personal (
  subject_id UUID NOT NULL,
  seq INT UNSIGNED NOT NULL,
  salt BINARY(16) NOT NULL,
  -- The caller's network, not their address: /24 of IPv4, /48 of IPv6.
  address_prefix VARCHAR(43) NOT NULL,
  PRIMARY KEY (subject_id, seq)
);

GRANT SELECT, INSERT ON audit_records TO waylink_application;

GRANT SELECT, INSERT ON audit_personal TO waylink_application;
