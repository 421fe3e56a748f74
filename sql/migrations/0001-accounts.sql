-- Who may act: accounts, the workspaces they belong to, and the sign-ins that are alive.
-- Rights are granted table by table to roles, so that a right that nobody named does not exist.

CREATE TABLE accounts (
  id UUID NOT NULL PRIMARY KEY,
  kind ENUM('member', 'client') NOT NULL,
  -- As typed; `email_key` is what makes two spellings the same account.
  email VARCHAR(254) NOT NULL,
  email_key VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(200) NOT NULL,
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- The head of this account's audit chain.
  audit_seq INT UNSIGNED NOT NULL DEFAULT 0,
  audit_hash BINARY(32) NULL,
  created_at DATETIME(6) NOT NULL,
  CONSTRAINT accounts_email UNIQUE (email_key)
);

CREATE TABLE workspaces (
  id UUID NOT NULL PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  -- While set, no link of this workspace opens.
  paused_at DATETIME(6) NULL,
  created_at DATETIME(6) NOT NULL
);

CREATE TABLE memberships (
  id UUID NOT NULL PRIMARY KEY,
  workspace_id UUID NOT NULL,
  account_id UUID NOT NULL,
  role ENUM('owner', 'admin', 'member') NOT NULL,
  created_at DATETIME(6) NOT NULL,
  CONSTRAINT memberships_account UNIQUE (account_id, workspace_id),
  CONSTRAINT memberships_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  CONSTRAINT memberships_of_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);

CREATE TABLE sessions (
  id UUID NOT NULL PRIMARY KEY,
  account_id UUID NOT NULL,
  user_agent VARCHAR(200) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  -- Set once; a session that has ended never lives again.
  ended_at DATETIME(6) NULL,
  KEY sessions_by_account (account_id, id),
  CONSTRAINT sessions_of_account FOREIGN KEY (account_id) REFERENCES accounts (id)
);

GRANT SELECT ON schema_steps TO waylink_application;

GRANT SELECT, INSERT, UPDATE ON accounts TO waylink_application;

GRANT SELECT, INSERT, UPDATE ON workspaces TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO waylink_application;

GRANT SELECT, INSERT, UPDATE ON sessions TO waylink_application;
