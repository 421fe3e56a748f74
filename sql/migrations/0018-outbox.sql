-- Messages to be sent, who wants which of them, and new passwords for those who forgot theirs.

-- What is to be said and to whom is sealed, and wiped once it has been: a dump of this table gives no
-- address and no link.
CREATE TABLE outbox (
  id UUID NOT NULL PRIMARY KEY,
  channel ENUM('email', 'sms') NOT NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seal_key_id VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  sealed VARBINARY(16384) NULL,
  -- SHA-256 of what makes a message one that is said only once.
  dedupe BINARY(32) NULL,
  -- `dropped`: it had no point any more when its turn came. `dead`: it was given up.
  state ENUM('waiting', 'sent', 'dropped', 'dead') NOT NULL DEFAULT 'waiting',
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  -- Also the end of the lease of whoever is sending it.
  next_attempt_at DATETIME(6) NOT NULL,
  lease_id UUID NULL,
  -- A word; never an address or a text.
  last_error VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  CONSTRAINT outbox_once UNIQUE (dedupe),
  KEY outbox_by_turn (state, next_attempt_at),
  KEY outbox_by_end (state, ended_at),
  CONSTRAINT outbox_wiped CHECK (
    (state = 'waiting') = (sealed IS NOT NULL) AND (sealed IS NULL) = (seal_key_id IS NULL)
    AND (state = 'waiting') = (ended_at IS NULL)
  )
);

GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO waylink_application;

-- In which language somebody is written to.
ALTER TABLE accounts
  ADD COLUMN language CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en';

-- Which messages an account has switched on or off; all are on that nobody has touched.
CREATE TABLE message_switches (
  account_id UUID NOT NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_on BOOLEAN NOT NULL,
  PRIMARY KEY (account_id, kind),
  CONSTRAINT message_switches_of_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);

GRANT SELECT, INSERT, UPDATE ON message_switches TO waylink_application;

-- One for each account that has asked: a later request takes the place of the one before.
CREATE TABLE password_resets (
  account_id UUID NOT NULL PRIMARY KEY,
  -- SHA-256 of what only the message says.
  token_hash BINARY(32) NOT NULL,
  requested_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  -- Set once; it is good for one new password.
  used_at DATETIME(6) NULL,
  CONSTRAINT password_resets_token UNIQUE (token_hash),
  CONSTRAINT password_resets_of_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);

GRANT SELECT, INSERT, UPDATE ON password_resets TO waylink_application;
