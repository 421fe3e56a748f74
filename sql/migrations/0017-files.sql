-- What was uploaded, by what it is: a file lies once, however often it is wanted. The bytes are in
-- a directory, under this name in hexadecimal (Sources/Files).
CREATE TABLE files (
  sha256 BINARY(32) NOT NULL PRIMARY KEY,
  size BIGINT UNSIGNED NOT NULL,
  -- How many rows of other tables name it.
  reference_count INT UNSIGNED NOT NULL,
  created_at DATETIME(6) NOT NULL,
  -- Since when nothing names it: after a while it is taken away, and this row with it.
  released_at DATETIME(6) NULL,
  KEY files_by_release (released_at),
  CONSTRAINT files_wanted_or_released CHECK ((reference_count = 0) = (released_at IS NOT NULL))
);

-- UPDATE of all: MariaDB asks for that of each column where a row may be there already.
GRANT SELECT, INSERT, UPDATE, DELETE ON files TO waylink_application;
