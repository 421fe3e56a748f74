-- The columns that a job has had no more since it has tasks: their values stay, and so does their type.

ALTER TABLE jobs ADD COLUMN former_columns LONGTEXT NOT NULL DEFAULT '[]' AFTER guest_columns;
