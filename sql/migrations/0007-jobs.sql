-- Sorting, changing, restarting and deleting jobs; looking through their tasks.

-- Deleted jobs stay as rows, so that their doors go on saying what they were and their audit chains
-- keep their heads; what they held is cleared for good at `purge_at`.
ALTER TABLE jobs
  ADD COLUMN updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  -- Set while a deleted job can be restored; NULL again once it is cleared.
  ADD COLUMN purge_at DATETIME(6) NULL,
  -- A restart under way: the next position whose task is to be looked at, the last one, and whether
  -- completed tasks begin again too.
  ADD COLUMN restart_next INT UNSIGNED NULL,
  ADD COLUMN restart_last INT UNSIGNED NULL,
  ADD COLUMN restart_all BOOLEAN NULL,
  ADD CONSTRAINT jobs_restart_whole CHECK (
    (restart_next IS NULL) = (restart_last IS NULL)
    AND (restart_next IS NULL) = (restart_all IS NULL)
  ),
  ADD CONSTRAINT jobs_purge_deleted CHECK (purge_at IS NULL OR deleted_at IS NOT NULL);

-- One for each order that a workspace's list can have. Deleted jobs lie elsewhere in them, so that
-- a page costs the same however many there are.
CREATE INDEX jobs_by_creation ON jobs (workspace_id, deleted_at, id);

CREATE INDEX jobs_by_change ON jobs (workspace_id, deleted_at, updated_at, id);

CREATE INDEX jobs_by_title ON jobs (workspace_id, deleted_at, title, id);

CREATE INDEX jobs_by_status ON jobs (workspace_id, deleted_at, status, id);

-- What of a workspace can be restored.
CREATE INDEX jobs_in_bin ON jobs (workspace_id, purge_at);

-- What housekeeping looks for.
CREATE INDEX jobs_by_purge ON jobs (purge_at);

CREATE INDEX jobs_by_restart ON jobs (restart_next);

-- `jobs_by_creation` takes its place.
DROP INDEX jobs_by_workspace ON jobs;

-- Why a task failed, for members.
ALTER TABLE tasks ADD COLUMN error VARCHAR(2000) NULL;

CREATE INDEX tasks_by_status ON tasks (job_id, status, position);
