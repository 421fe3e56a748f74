-- Sign-ins of browsers, members who come and go, keys for programs, and guessing made slow.

ALTER TABLE sessions
  ADD COLUMN kind ENUM('api', 'browser') NOT NULL DEFAULT 'api',
  -- SHA-256 of what a browser's cookie holds; an API session is named by its access token.
  ADD COLUMN secret_hash BINARY(32) NULL,
  -- Where it began: a network, not an address.
  ADD COLUMN address_prefix VARCHAR(43) NOT NULL DEFAULT '',
  -- To within some minutes: reading must not mean writing. Those from before count from here.
  ADD COLUMN last_used_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  ADD CONSTRAINT sessions_secret UNIQUE (secret_hash),
  ADD KEY sessions_by_use (last_used_at);

-- The head of each workspace's audit chain: who belongs to it, and its keys.
ALTER TABLE workspaces
  ADD COLUMN audit_seq INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN audit_hash BINARY(32) NULL;

ALTER TABLE memberships ADD KEY memberships_by_workspace (workspace_id, id);

-- Places kept for people who have no account yet. A row ends by being deleted: what became of it
-- is in the workspace's audit chain.
CREATE TABLE invitations (
  id UUID NOT NULL PRIMARY KEY,
  workspace_id UUID NOT NULL,
  email VARCHAR(254) NOT NULL,
  email_key VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  role ENUM('owner', 'admin', 'member') NOT NULL,
  -- SHA-256 of what only the message to that address says: it proves that the address is theirs.
  token_hash BINARY(32) NOT NULL,
  invited_by UUID NOT NULL,
  created_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  CONSTRAINT invitations_address UNIQUE (workspace_id, email_key),
  CONSTRAINT invitations_token UNIQUE (token_hash),
  KEY invitations_by_expiry (expires_at),
  CONSTRAINT invitations_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id)
);

-- What programs call with. A key acts as the membership that made it and ends with it.
CREATE TABLE api_keys (
  id UUID NOT NULL PRIMARY KEY,
  workspace_id UUID NOT NULL,
  -- No foreign key: the membership's row goes when somebody leaves, this one stays, ended.
  membership_id UUID NOT NULL,
  created_by UUID NOT NULL,
  name VARCHAR(200) NOT NULL,
  -- SHA-256 of the key, which is shown once and kept nowhere.
  secret_hash BINARY(32) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  last_used_at DATETIME(6) NULL,
  -- Set once; a key that has ended never works again.
  ended_at DATETIME(6) NULL,
  CONSTRAINT api_keys_secret UNIQUE (secret_hash),
  KEY api_keys_by_workspace (workspace_id, id),
  KEY api_keys_by_membership (membership_id),
  CONSTRAINT api_keys_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  CONSTRAINT api_keys_of_account FOREIGN KEY (created_by) REFERENCES accounts (id)
);

-- Wrong guesses at a secret, by whom they came from, and all together (a caller of 32 zeros).
CREATE TABLE throttles (
  scope VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- SHA-256 of what is guessed at, and of where the guesses come from.
  subject BINARY(32) NOT NULL,
  caller BINARY(32) NOT NULL,
  failures INT UNSIGNED NOT NULL,
  last_failed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (scope, subject, caller),
  KEY throttles_by_age (last_failed_at)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO waylink_application;

GRANT SELECT, INSERT, UPDATE ON api_keys TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON throttles TO waylink_application;
