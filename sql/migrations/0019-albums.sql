-- Albums, and who came into them through a share link.

CREATE TABLE albums (
  id UUID NOT NULL PRIMARY KEY,
  -- Where it was made; NULL for what belongs to a client's account.
  workspace_id UUID NULL,
  -- The account that owns it, and alone manages it.
  created_by UUID NOT NULL,
  title VARCHAR(500) NOT NULL,
  -- Counts whatever a guest could see change.
  version INT UNSIGNED NOT NULL DEFAULT 1,
  audit_seq INT UNSIGNED NOT NULL DEFAULT 0,
  audit_hash BINARY(32) NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  deleted_at DATETIME(6) NULL,
  -- Set while a deleted album can be restored; NULL again once it is cleared.
  purge_at DATETIME(6) NULL,
  KEY albums_by_owner (created_by, deleted_at, id),
  -- What passes on when somebody leaves, and what housekeeping looks for.
  KEY albums_of_workspace_by_owner (workspace_id, created_by),
  KEY albums_by_purge (purge_at),
  CONSTRAINT albums_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  CONSTRAINT albums_purge_deleted CHECK (purge_at IS NULL OR deleted_at IS NOT NULL)
);

-- A row for each link that somebody came through: it stands while that link does.
CREATE TABLE album_members (
  album_id UUID NOT NULL,
  account_id UUID NOT NULL,
  link_id UUID NOT NULL,
  role ENUM('viewer', 'collaborator') NOT NULL,
  accepted_at DATETIME(6) NOT NULL,
  -- Whether it stands by itself: its link was revoked, and the people were to stay.
  is_kept BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (album_id, account_id, link_id),
  KEY album_members_by_account (account_id, album_id),
  KEY album_members_by_link (link_id),
  CONSTRAINT album_members_of_album FOREIGN KEY (album_id) REFERENCES albums (id),
  CONSTRAINT album_members_of_account FOREIGN KEY (account_id) REFERENCES accounts (id),
  CONSTRAINT album_members_of_link FOREIGN KEY (link_id) REFERENCES links (id)
);

-- What reports may see: no word of what was written.
CREATE VIEW report_albums AS
SELECT id, workspace_id, created_by, version, created_at, updated_at, deleted_at
FROM albums;

GRANT SELECT ON report_albums TO waylink_reporting;

GRANT SELECT, INSERT, UPDATE ON albums TO waylink_application;

-- Who has left is gone from here; the audit chain knows of them.
GRANT SELECT, INSERT, UPDATE, DELETE ON album_members TO waylink_application;
