-- What a workspace that a client has cut off still tried to post, counted in its row: however often it
-- tries, it adds no rows.
ALTER TABLE client_workspaces
  ADD COLUMN IF NOT EXISTS refused_postings INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS last_refused_at DATETIME(6) NULL;

-- A workspace that was linked by a wrong connection ID, and posts nothing any more, is forgotten.
GRANT DELETE ON client_workspaces TO waylink_application;

-- Accounts that were closed lately, for what still waits for their word.
CREATE INDEX IF NOT EXISTS clients_by_closing ON clients (closed_at);

-- Whether a workspace has looked a client up before.
CREATE INDEX IF NOT EXISTS connection_lookups_by_workspace
  ON connection_lookups (client_id, workspace_id);
