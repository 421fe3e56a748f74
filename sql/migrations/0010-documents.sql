-- Documents, a version of each save, what is said about them, and who asks to write in them.

CREATE TABLE documents (
  id UUID NOT NULL PRIMARY KEY,
  workspace_id UUID NOT NULL,
  -- The author, who manages it.
  created_by UUID NOT NULL,
  -- The current version's, for lists.
  title VARCHAR(500) NOT NULL,
  -- The current one; there is always one, until the document is cleared.
  version INT UNSIGNED NOT NULL,
  -- How many rows it has in `document_comments`: their number has a bound.
  comments INT UNSIGNED NOT NULL DEFAULT 0,
  audit_seq INT UNSIGNED NOT NULL DEFAULT 0,
  audit_hash BINARY(32) NULL,
  created_at DATETIME(6) NOT NULL,
  -- When its words changed last.
  updated_at DATETIME(6) NOT NULL,
  deleted_at DATETIME(6) NULL,
  -- Set while a deleted document can be restored; NULL again once it is cleared.
  purge_at DATETIME(6) NULL,
  -- One for each order that a workspace's list can have.
  KEY documents_by_creation (workspace_id, deleted_at, id),
  KEY documents_by_change (workspace_id, deleted_at, updated_at, id),
  KEY documents_by_title (workspace_id, deleted_at, title, id),
  -- What of a workspace can be restored, and what housekeeping looks for.
  KEY documents_in_bin (workspace_id, purge_at),
  KEY documents_by_purge (purge_at),
  CONSTRAINT documents_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  CONSTRAINT documents_purge_deleted CHECK (purge_at IS NULL OR deleted_at IS NOT NULL)
);

-- What was saved, never changed; only `html` is made again when the renderer has changed.
CREATE TABLE document_versions (
  document_id UUID NOT NULL,
  version INT UNSIGNED NOT NULL,
  title VARCHAR(500) NOT NULL,
  -- Markdown, as it was typed.
  body MEDIUMTEXT NOT NULL,
  -- What the renderer made of it, and which version of the renderer that was.
  html MEDIUMTEXT NOT NULL,
  renderer SMALLINT UNSIGNED NOT NULL,
  saved_by UUID NOT NULL,
  saved_at DATETIME(6) NOT NULL,
  PRIMARY KEY (document_id, version),
  KEY document_versions_by_renderer (renderer),
  CONSTRAINT document_versions_of_document FOREIGN KEY (document_id) REFERENCES documents (id)
);

CREATE TABLE document_comments (
  id UUID NOT NULL PRIMARY KEY,
  document_id UUID NOT NULL,
  -- The comment that it answers; one that answers nothing has none, and answers have no answers.
  parent_id UUID NULL,
  -- A guest's link, or a member's account: one of the two.
  link_id UUID NULL,
  account_id UUID NULL,
  -- As a guest gave it, or as the member was called then.
  author VARCHAR(200) NOT NULL,
  body TEXT NOT NULL,
  -- SHA-256 of what lets a guest change it.
  edit_hash BINARY(32) NULL,
  created_at DATETIME(6) NOT NULL,
  edited_at DATETIME(6) NULL,
  -- Set where answers keep the place of a comment that is gone; its words and its name are gone then.
  deleted_at DATETIME(6) NULL,
  deleted_by UUID NULL,
  KEY document_comments_by_document (document_id, id),
  KEY document_comments_by_parent (parent_id),
  CONSTRAINT document_comments_of_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT document_comments_whose CHECK ((link_id IS NULL) <> (account_id IS NULL))
);

CREATE TABLE document_edit_requests (
  id UUID NOT NULL PRIMARY KEY,
  document_id UUID NOT NULL,
  link_id UUID NOT NULL,
  email VARCHAR(254) NOT NULL,
  -- What makes two spellings the same address.
  email_key VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  message VARCHAR(2000) NULL,
  status ENUM('pending', 'accepted', 'declined') NOT NULL,
  -- `pending` while it is, else NULL: one link and address can't have two that wait.
  waiting BOOLEAN AS (IF(status = 'pending', TRUE, NULL)) PERSISTENT,
  created_at DATETIME(6) NOT NULL,
  answered_at DATETIME(6) NULL,
  answered_by UUID NULL,
  CONSTRAINT document_edit_requests_waiting UNIQUE (link_id, email_key, waiting),
  KEY document_edit_requests_by_document (document_id, id),
  KEY document_edit_requests_by_status (document_id, status, id),
  CONSTRAINT document_edit_requests_of_document
    FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT document_edit_requests_answered CHECK (
    (status = 'pending') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)
  )
);

-- What reports may see: no word of what was written, no name and no address of a guest.
CREATE VIEW report_documents AS
SELECT
  id, workspace_id, created_by, title, version, comments, created_at, updated_at, deleted_at
FROM documents;

GRANT SELECT ON report_documents TO waylink_reporting;

GRANT SELECT, INSERT, UPDATE ON documents TO waylink_application;

-- Words are really gone once a document is cleared, and a comment once it is taken back.
GRANT SELECT, INSERT, UPDATE, DELETE ON document_versions TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON document_comments TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON document_edit_requests TO waylink_application;
