-- Jobs and their tasks.

CREATE TABLE jobs (
  id UUID NOT NULL PRIMARY KEY,
  workspace_id UUID NOT NULL,
  created_by UUID NOT NULL,
  title VARCHAR(500) NOT NULL,
  description TEXT NULL,
  status ENUM('pending', 'running', 'completed', 'failed', 'cancelled') NOT NULL,
  -- JSON, ready to be sent: the declared columns as members see them, and as guests do.
  member_columns TEXT NOT NULL,
  guest_columns TEXT NOT NULL,
  -- Tasks above this position are of an import under way, and nobody reads them.
  visible_tasks INT UNSIGNED NOT NULL DEFAULT 0,
  total_tasks INT UNSIGNED NOT NULL DEFAULT 0,
  running_tasks INT UNSIGNED NOT NULL DEFAULT 0,
  completed_tasks INT UNSIGNED NOT NULL DEFAULT 0,
  failed_tasks INT UNSIGNED NOT NULL DEFAULT 0,
  skipped_tasks INT UNSIGNED NOT NULL DEFAULT 0,
  -- Moves with every change that a reader could see; makes entity tags.
  version BIGINT UNSIGNED NOT NULL DEFAULT 1,
  -- Who is importing, and until when nobody else may.
  import_id UUID NULL,
  import_until DATETIME(6) NULL,
  audit_seq INT UNSIGNED NOT NULL DEFAULT 0,
  audit_hash BINARY(32) NULL,
  created_at DATETIME(6) NOT NULL,
  started_at DATETIME(6) NULL,
  completed_at DATETIME(6) NULL,
  deleted_at DATETIME(6) NULL,
  KEY jobs_by_workspace (workspace_id, id),
  CONSTRAINT jobs_of_workspace FOREIGN KEY (workspace_id) REFERENCES workspaces (id),
  CONSTRAINT jobs_import_whole CHECK ((import_id IS NULL) = (import_until IS NULL)),
  CONSTRAINT jobs_counts_fit CHECK (
    running_tasks + completed_tasks + failed_tasks + skipped_tasks <= total_tasks
  )
);

-- No foreign key to jobs: it would take a lock on the job for each of a million imported rows.
CREATE TABLE tasks (
  job_id UUID NOT NULL,
  position INT UNSIGNED NOT NULL,
  id UUID NOT NULL,
  title VARCHAR(500) NOT NULL,
  status ENUM('pending', 'running', 'completed', 'failed', 'skipped') NOT NULL,
  -- JSON: a flat object; NULL for none.
  attributes TEXT NULL,
  started_at DATETIME(6) NULL,
  completed_at DATETIME(6) NULL,
  PRIMARY KEY (job_id, position)
);

GRANT SELECT, INSERT, UPDATE ON jobs TO waylink_application;

GRANT SELECT, INSERT, UPDATE, DELETE ON tasks TO waylink_application;
