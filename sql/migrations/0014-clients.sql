-- Clients, for whom jobs are posted: found by their connection ID, which never changes (seed 1).
-- Lines of `step` part these statements, because triggers hold semicolons.

CREATE TABLE clients (
  id UUID NOT NULL PRIMARY KEY,
  company_name VARCHAR(200) NOT NULL,
  -- 12 random bytes in hex, set once: see the trigger and the grant below.
  connection_id CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- A workspace's first posting waits until the client has agreed to it.
  ask_first BOOLEAN NOT NULL DEFAULT FALSE,
  -- Moves with every change that readers of its profile could see.
  profile_version INT UNSIGNED NOT NULL DEFAULT 1,
  -- Moves with every change of a job of this client that a reader could see: see the triggers below.
  jobs_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
  jobs_changed_at DATETIME(6) NULL,
  audit_seq INT UNSIGNED NOT NULL DEFAULT 0,
  audit_hash BINARY(32) NULL,
  created_at DATETIME(6) NOT NULL,
  -- Set once its account is gone. Its connection ID then leads nowhere, and is never given again.
  closed_at DATETIME(6) NULL,
  CONSTRAINT clients_connection UNIQUE (connection_id),
  CONSTRAINT clients_connection_form CHECK (connection_id REGEXP '^[0-9a-f]{24}$')
)
--- step

-- Nobody changes a connection ID: not the application, which has no right to, and nobody else by
-- mistake.
CREATE TRIGGER clients_connection_is_final BEFORE UPDATE ON clients FOR EACH ROW
IF NEW.connection_id <> OLD.connection_id OR NEW.id <> OLD.id THEN
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'clients.connection_id is final';
END IF
--- step

-- A client's account acts for it.
ALTER TABLE accounts
  ADD COLUMN client_id UUID NULL,
  -- Its e-mail is free again, and nobody signs in to it.
  ADD COLUMN closed_at DATETIME(6) NULL,
  ADD CONSTRAINT accounts_client UNIQUE (client_id),
  ADD CONSTRAINT accounts_of_client FOREIGN KEY (client_id) REFERENCES clients (id),
  ADD CONSTRAINT accounts_client_kind CHECK ((kind = 'client') = (client_id IS NOT NULL))
--- step

-- Which workspaces post for a client, and whether it agreed.
CREATE TABLE client_workspaces (
  client_id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  -- `none`: the client didn't ask to be asked when the workspace first posted.
  consent ENUM('none', 'pending', 'approved', 'blocked') NOT NULL,
  created_at DATETIME(6) NOT NULL,
  decided_at DATETIME(6) NULL,
  PRIMARY KEY (client_id, workspace_id),
  KEY client_workspaces_by_workspace (workspace_id, client_id),
  CONSTRAINT client_workspaces_of_client FOREIGN KEY (client_id) REFERENCES clients (id),
  CONSTRAINT client_workspaces_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  CONSTRAINT client_workspaces_decided CHECK (
    (consent IN ('approved', 'blocked')) = (decided_at IS NOT NULL)
  )
)
--- step

-- Who has looked a client up by its connection ID. The client sees which workspace it was.
CREATE TABLE connection_lookups (
  client_id UUID NOT NULL,
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  -- The account, or the API key.
  actor_kind ENUM('account', 'key') NOT NULL,
  actor_id UUID NOT NULL,
  at DATETIME(6) NOT NULL,
  PRIMARY KEY (client_id, id),
  KEY connection_lookups_by_age (at),
  CONSTRAINT connection_lookups_of_client FOREIGN KEY (client_id) REFERENCES clients (id)
)
--- step

-- No foreign key to clients: it would take a shared lock on the client for each job that comes, which
-- the trigger would then have to make its own.
ALTER TABLE jobs
  ADD COLUMN client_id UUID NULL,
  -- `pending`: nothing of it runs or is shared before the client agrees; `refused`: it did not.
  ADD COLUMN client_approval ENUM('none', 'pending', 'approved', 'refused') NOT NULL DEFAULT 'none',
  ADD CONSTRAINT jobs_approval_of_client CHECK (
    client_id IS NOT NULL OR client_approval = 'none'
  )
--- step

-- What a client sees, the newest first.
CREATE INDEX jobs_by_client ON jobs (client_id, deleted_at, id)
--- step

-- The same of one status; and how many there are of each.
CREATE INDEX jobs_by_client_status ON jobs (client_id, deleted_at, status, id)
--- step

-- What a workspace posts for one client; and how many there are of each status.
CREATE INDEX jobs_by_workspace_client ON jobs (workspace_id, deleted_at, client_id, status, id)
--- step

-- What waits for a client's word.
CREATE INDEX jobs_by_approval ON jobs (client_id, client_approval, workspace_id)
--- step

-- The counter by which a client's page knows that nothing has changed, kept where nothing that
-- changes a job can forget it.
CREATE TRIGGER jobs_made_for_client AFTER INSERT ON jobs FOR EACH ROW
UPDATE clients SET jobs_version = jobs_version + 1, jobs_changed_at = UTC_TIMESTAMP(6)
WHERE id = NEW.client_id
--- step

-- A job that moves from one client to another changes for both.
CREATE TRIGGER jobs_changed_for_client AFTER UPDATE ON jobs FOR EACH ROW
IF NEW.version <> OLD.version OR NOT NEW.client_id <=> OLD.client_id THEN
  UPDATE clients SET jobs_version = jobs_version + 1, jobs_changed_at = UTC_TIMESTAMP(6)
  WHERE id IN (OLD.client_id, NEW.client_id);
END IF
--- step

GRANT SELECT, INSERT,
  UPDATE (company_name, ask_first, profile_version, audit_seq, audit_hash, closed_at)
  ON clients TO waylink_application
--- step

GRANT SELECT, INSERT, UPDATE ON client_workspaces TO waylink_application
--- step

GRANT SELECT, INSERT, DELETE ON connection_lookups TO waylink_application
--- step

-- What reports may see: no connection ID.
CREATE VIEW report_clients AS
SELECT id, company_name, ask_first, jobs_changed_at, created_at, closed_at
FROM clients
--- step

GRANT SELECT ON report_clients TO waylink_reporting
--- step

CREATE OR REPLACE VIEW report_jobs AS
SELECT
  id, workspace_id, created_by, title, status, total_tasks, running_tasks, completed_tasks,
  failed_tasks, skipped_tasks, created_at, started_at, completed_at, deleted_at, client_id,
  client_approval
FROM jobs
