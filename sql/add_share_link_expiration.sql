-- Brings an older app's table `shareable_links` (seed 2) up to date, and its rows into Waylink. Run by an
-- administrator of MariaDB, as often as you like: what is there stays, what was imported is passed over.
--
--   USE waylink;                -- Waylink's own database, migrated
--   SET @source = 'older_app';  -- the schema with the older table
--   SET @apply = 1;             -- left out: only says what would be done
--   source sql/add_share_link_expiration.sql
--
-- 1. The table gets what it lacks of `expires_at`, `is_active` and `is_collaboration`; a link of before
--    never expires, is active, and is for looking only.
-- 2. Each row whose album is in Waylink becomes a share link of it, under the same token, in the older
--    table's column `share_token` or `token`. Of an album's links the newest that is active becomes its
--    own one, unless it has one; the others lie beside it. Only a token's hash can be kept here: the
--    owner sees the address again once they have rotated the link. An expiry that can't be read has
--    passed; a link that isn't clearly active is revoked. Instants without an offset are UTC.
-- What became of each row is the answer; the chain of an album tells of what is done from then on.

SET @apply = COALESCE(@apply, 0);
-- TIMESTAMP columns speak the zone of whoever asks.
SET @zone_before = @@session.time_zone, time_zone = '+00:00';
-- A day that doesn't exist must become an expiry that has passed, and not end all of it.
SET @mode_before = @@session.sql_mode, sql_mode = 'NO_ZERO_DATE,NO_ZERO_IN_DATE';

DELIMITER //
BEGIN NOT ATOMIC
  DECLARE token_column VARCHAR(64);
  DECLARE expiry TEXT DEFAULT 'NULL';
  DECLARE active TEXT DEFAULT 'TRUE';
  DECLARE collaboration TEXT DEFAULT 'FALSE';
  DECLARE creation TEXT DEFAULT 'NULL';
  DECLARE older TEXT;

  -- What the older table has; another name than these can't be guessed.
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  SET older = CONCAT('`', REPLACE(@source, '`', '``'), '`.shareable_links');
  IF NOT EXISTS (
    SELECT 1 FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = @source AND TABLE_NAME = 'shareable_links' AND COLUMN_NAME = 'album_id'
  ) THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'SET @source to the schema that has shareable_links with album_id.';
  END IF;
  SELECT MIN(COLUMN_NAME) INTO token_column FROM information_schema.COLUMNS
  WHERE TABLE_SCHEMA = @source AND TABLE_NAME = 'shareable_links'
    AND COLUMN_NAME IN ('share_token', 'token');
  IF token_column IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'shareable_links has no share_token or token.';
  END IF;

  SELECT
    w.name AS column_name,
    IF(c.COLUMN_NAME IS NOT NULL, 'is there', IF(@apply = 1, 'added', 'would be added')) AS outcome
  FROM (
    SELECT 'expires_at' AS name UNION ALL SELECT 'is_active' UNION ALL SELECT 'is_collaboration'
  ) w LEFT JOIN information_schema.COLUMNS c
    ON c.TABLE_SCHEMA = @source AND c.TABLE_NAME = 'shareable_links' AND c.COLUMN_NAME = w.name;
  IF @apply = 1 THEN
    EXECUTE IMMEDIATE CONCAT(
      'ALTER TABLE ', older,
      ' ADD COLUMN IF NOT EXISTS expires_at DATETIME(6) NULL,'
      ' ADD COLUMN IF NOT EXISTS is_active BOOLEAN NOT NULL DEFAULT TRUE,'
      ' ADD COLUMN IF NOT EXISTS is_collaboration BOOLEAN NOT NULL DEFAULT FALSE');
  END IF;

  -- How each value is read from what is there, which in a dry run may still be missing.
  FOR c IN (
    SELECT COLUMN_NAME AS name, DATA_TYPE IN ('datetime', 'timestamp', 'date') AS is_instant
    FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = @source AND TABLE_NAME = 'shareable_links'
  ) DO
    CASE c.name
      WHEN 'is_active' THEN SET active = 'COALESCE(s.is_active, FALSE)';
      WHEN 'is_collaboration' THEN SET collaboration = 'COALESCE(s.is_collaboration, FALSE)';
      WHEN 'created_at' THEN IF c.is_instant THEN SET creation = 's.created_at'; END IF;
      WHEN 'expires_at' THEN SET expiry = IF(c.is_instant, 's.expires_at',
        -- ISO 8601 as text. Nothing is never; what can't be read has passed.
        'CASE WHEN s.expires_at IS NULL THEN NULL
          WHEN s.expires_at REGEXP
            ''^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:?[0-9]{2})?$''
            AND SUBSTR(s.expires_at, 9, 2)
              BETWEEN 1 AND DAY(LAST_DAY(CONCAT(LEFT(s.expires_at, 7), ''-01'')))
          THEN COALESCE(
            STR_TO_DATE(REPLACE(REGEXP_SUBSTR(s.expires_at, ''^.{19}([.][0-9]{1,6})?''), ''T'', '' ''),
              ''%Y-%m-%d %H:%i:%s.%f'')
            - INTERVAL COALESCE(IF(SUBSTR(s.expires_at, 20) RLIKE ''-'', -1, 1)
              * (SUBSTR(REPLACE(REGEXP_SUBSTR(SUBSTR(s.expires_at, 20), ''[0-9]{2}:?[0-9]{2}$''), '':'', ''''), 1, 2)
                * 60 + RIGHT(s.expires_at, 2)) * (s.expires_at RLIKE ''[+-][0-9]{2}:?[0-9]{2}$''), 0) MINUTE,
            UTC_TIMESTAMP(6))
          ELSE UTC_TIMESTAMP(6) END');
      ELSE BEGIN END;
    END CASE;
  END FOR;

  EXECUTE IMMEDIATE CONCAT('
    CREATE OR REPLACE TEMPORARY TABLE waylink_import AS
    SELECT s.*, a.workspace_id, a.created_by AS owner, LOWER(SHA2(s.token, 256)) AS hash,
      CASE
        WHEN a.id IS NULL THEN ''no such album''
        WHEN s.token NOT REGEXP ''^[A-Za-z0-9_-]{8,128}$'' OR s.token IS NULL THEN ''no token''
        WHEN EXISTS (SELECT 1 FROM door_keys k WHERE k.hash = UNHEX(SHA2(s.token, 256)))
          THEN ''is there''
        WHEN ROW_NUMBER() OVER (PARTITION BY s.token ORDER BY s.created_at DESC) > 1
          THEN ''same token twice''
        ELSE ''import''
      END AS verdict
    FROM (
      SELECT CAST(s.album_id AS CHAR) AS album, CAST(s.', token_column, ' AS CHAR) AS token, ',
        active, ' AS is_active, ', collaboration, ' AS is_collaboration, ',
        'CAST(', expiry, ' AS DATETIME(6)) AS expires_at, ',
        'CAST(COALESCE(', creation, ', UTC_TIMESTAMP(6)) AS DATETIME(6)) AS created_at
      FROM ', older, ' s
    ) s LEFT JOIN albums a ON CAST(a.id AS CHAR) = LOWER(s.album)');

  IF @apply = 1 THEN
    START TRANSACTION;
    -- Ids are UUIDs, version 7, of when the link was made. Whoever changes an album''s links has locked
    -- its row.
    EXECUTE IMMEDIATE CONCAT('
      CREATE OR REPLACE TEMPORARY TABLE waylink_import_links AS
      SELECT i.*,
        CONCAT(LPAD(LOWER(HEX(CAST(UNIX_TIMESTAMP(i.created_at) * 1000 AS UNSIGNED))), 12, ''0''), ''7'',
          SUBSTR(LOWER(HEX(RANDOM_BYTES(2))), 2), ELT(1 + FLOOR(RAND() * 4), ''8'', ''9'', ''a'', ''b''),
          SUBSTR(LOWER(HEX(RANDOM_BYTES(8))), 2)) AS id,
        i.is_active AND (SELECT 1 FROM links l WHERE l.slot = i.album) IS NULL
          AND ROW_NUMBER() OVER (PARTITION BY i.album ORDER BY i.is_active
            AND COALESCE(i.expires_at > UTC_TIMESTAMP(6), TRUE) DESC, i.is_active DESC, i.created_at DESC) = 1
          AS is_own
      FROM waylink_import i WHERE i.verdict = ''import''');
    EXECUTE IMMEDIATE CONCAT('
      SELECT COUNT(*) INTO @waylink_locked FROM albums a
      WHERE a.id IN (SELECT album FROM waylink_import_links) FOR UPDATE');
    EXECUTE IMMEDIATE CONCAT('
      INSERT INTO links
        (id, workspace_id, subject_kind, subject_id, slot, created_by, created_at, expires_at,
         revoked_at, level)
      SELECT id, workspace_id, ''album'', album, IF(is_own, album, NULL), owner, created_at, expires_at,
        IF(is_active, NULL, UTC_TIMESTAMP(6)), IF(is_collaboration, ''collaborator'', ''viewer'')
      FROM waylink_import_links');
    EXECUTE IMMEDIATE CONCAT('
      INSERT INTO door_keys (hash, link_id) SELECT UNHEX(hash), id FROM waylink_import_links');
    COMMIT;
    DROP TEMPORARY TABLE waylink_import_links;
  END IF;

  SELECT
    CASE WHEN verdict <> 'import' THEN CONCAT('passed over: ', verdict)
      WHEN @apply = 1 THEN 'imported' ELSE 'would be imported' END AS outcome,
    COUNT(*) AS links
  FROM waylink_import GROUP BY 1 ORDER BY 1;
  DROP TEMPORARY TABLE waylink_import;
END //
DELIMITER ;

SET time_zone = @zone_before, sql_mode = @mode_before;
