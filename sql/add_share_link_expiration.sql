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
--    table's column `share_token` or `token`. Of an album's links the newest that opens becomes its own
--    one, unless it has one; the others lie beside it. Only a token's hash can be kept here: the owner
--    sees a link's address again once they have rotated it.
--
-- How its columns are read, whatever their type:
--
--   expires_at        NULL is never. What can't be read as an instant has passed.
--   created_at        Optional. Not before 1970-01-02, not in the future; now, where it can't be read.
--   is_active         true, t, yes, on or 1, in any case; any other link is revoked, for good.
--   is_collaboration  The same; any other link is for looking only.
--
-- Instants are MariaDB's own types, or text: a day, or ISO 8601 to the second or finer, as
-- `2026-02-13T12:00:00Z`, `2026-02-13 12:00:00.25+01`; without an offset they are UTC. A number is
-- seconds since 1970 if it has 10 digits, and milliseconds if it has 13: of the years 2001 to 2286.
--
-- What became of how many rows is the answer, the same whether it was done or only would be. All links
-- come in one transaction, each with a record `link.imported` in its album's audit chain.

SET @apply = COALESCE(@apply, 0);
-- TIMESTAMP columns speak the zone of whoever asks.
SET @zone_before = @@session.time_zone, time_zone = '+00:00';
-- A day that doesn't exist must become an expiry that has passed, and not end all of it.
SET @mode_before = @@session.sql_mode, sql_mode = 'NO_ZERO_DATE,NO_ZERO_IN_DATE';

DELIMITER //
BEGIN NOT ATOMIC
  -- What the older table has, as expressions on its alias `s`; these where it lacks a column.
  DECLARE older TEXT;
  DECLARE s_token TEXT;
  DECLARE s_expiry TEXT DEFAULT 'NULL';
  DECLARE s_creation TEXT DEFAULT 'NULL';
  DECLARE s_active TEXT DEFAULT '''true''';
  DECLARE s_collaboration TEXT DEFAULT '''false''';

  -- How instants are read and written.
  DECLARE seconds_form TEXT DEFAULT '^[0-9]{10}([.][0-9]+)?$';
  DECLARE milliseconds_form TEXT DEFAULT '^[0-9]{13}([.][0-9]+)?$';
  DECLARE day_form TEXT DEFAULT '[0-9]{4}-[0-9]{2}-[0-9]{2}';
  DECLARE time_form TEXT DEFAULT '[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?';
  DECLARE zone_form TEXT DEFAULT 'Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?';
  DECLARE instant_form TEXT
    DEFAULT CONCAT('^', day_form, '([T ]', time_form, '(', zone_form, ')?)?$');
  DECLARE earliest DATETIME(6) DEFAULT '1970-01-02';
  DECLARE now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);
  DECLARE iso8601 TEXT DEFAULT '%Y-%m-%dT%H:%i:%s.%fZ';
  -- A fraction is written only where there is one, with three digits or six.
  DECLARE superfluous TEXT DEFAULT '([.]000000|(?<=[.][0-9]{3})000)(?=Z$)';

  -- A record of an album's chain.
  DECLARE r_seq INT UNSIGNED;
  DECLARE r_head, r_hash, r_digest BINARY(32);
  DECLARE r_salt BINARY(16);
  DECLARE r_at DATETIME(6);
  DECLARE r_at_text, r_detail TEXT;

  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;

  -- Which columns there are; another name than these can't be guessed. All are read as text, so that
  -- what one type allows and another doesn't is judged in one place.
  SET older = CONCAT('`', REPLACE(@source, '`', '``'), '`.shareable_links');
  IF NOT EXISTS (
    SELECT 1 FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = @source AND TABLE_NAME = 'shareable_links' AND COLUMN_NAME = 'album_id'
  ) THEN
    SIGNAL SQLSTATE '45000'
      SET MESSAGE_TEXT = 'SET @source to the schema that has shareable_links with album_id.';
  END IF;
  FOR c IN (
    SELECT
      COLUMN_NAME AS name,
      CONCAT('CAST(s.', COLUMN_NAME, IF(DATA_TYPE = 'bit', ' + 0', ''),
        ' AS CHAR CHARACTER SET utf8mb4)') AS text
    FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = @source AND TABLE_NAME = 'shareable_links'
  ) DO
    CASE c.name
      WHEN 'share_token' THEN SET s_token = c.text;
      WHEN 'token' THEN SET s_token = COALESCE(s_token, c.text);
      WHEN 'expires_at' THEN SET s_expiry = c.text;
      WHEN 'created_at' THEN SET s_creation = c.text;
      WHEN 'is_active' THEN SET s_active = c.text;
      WHEN 'is_collaboration' THEN SET s_collaboration = c.text;
      ELSE BEGIN END;
    END CASE;
  END FOR;
  IF s_token IS NULL THEN
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

  CREATE OR REPLACE TEMPORARY TABLE waylink_import_rows (
    album TEXT NULL, token TEXT NULL, expiry TEXT NULL, creation TEXT NULL, active TEXT NULL,
    collaboration TEXT NULL
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  EXECUTE IMMEDIATE CONCAT('
    INSERT INTO waylink_import_rows
    SELECT CAST(s.album_id AS CHAR CHARACTER SET utf8mb4), ', s_token, ',
      UPPER(TRIM(', s_expiry, ')), UPPER(TRIM(', s_creation, ')),
      UPPER(TRIM(', s_active, ')), UPPER(TRIM(', s_collaboration, '))
    FROM ', older, ' s');

  -- Each text that stands for an instant, and what it says; NULL, and not missing, where that can't be
  -- known. An instant of before 1970 is as old as can be.
  CREATE OR REPLACE TEMPORARY TABLE waylink_import_instants (
    text VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    instant DATETIME(6) NULL
  );
  INSERT INTO waylink_import_instants
  SELECT t.text,
    GREATEST(earliest, CASE
      WHEN t.text RLIKE seconds_form
        THEN TIMESTAMP('1970-01-01') + INTERVAL CAST(t.text AS DECIMAL(20, 6)) SECOND
      WHEN t.text RLIKE milliseconds_form
        THEN TIMESTAMP('1970-01-01') + INTERVAL CAST(t.text AS DECIMAL(20, 3)) / 1000 SECOND
      WHEN t.text RLIKE instant_form
        THEN t.clock - INTERVAL
          IF(t.shift LIKE '-%', -1, 1) * (SUBSTR(t.shift, 2, 2) * 60 + SUBSTR(t.shift, 4, 2)) MINUTE
    END)
  FROM (
    SELECT d.text,
      -- NULL for a day or a time that doesn't exist.
      CAST(REGEXP_SUBSTR(d.text, CONCAT('^', day_form, '([T ]', time_form, ')?')) AS DATETIME(6)) AS clock,
      -- `+0530`; without an offset, `00000`.
      RPAD(REPLACE(REGEXP_SUBSTR(SUBSTR(d.text, 11), '[+-].*'), ':', ''), 5, '0') AS shift
    FROM (
      SELECT expiry AS text FROM waylink_import_rows UNION SELECT creation FROM waylink_import_rows
    ) d WHERE CHAR_LENGTH(d.text) <= 64
  ) t;

  -- What becomes of each row. Whoever changes an album's links has locked its row.
  START TRANSACTION;
  IF @apply = 1 THEN
    SELECT COUNT(*) INTO @waylink_locked FROM albums
    WHERE id IN (SELECT CAST(album AS UUID) FROM waylink_import_rows) FOR UPDATE;
  END IF;
  CREATE OR REPLACE TEMPORARY TABLE waylink_import AS
  WITH readings AS (
    SELECT
      CAST(r.album AS UUID) AS album, r.token, UNHEX(SHA2(r.token, 256)) AS hash,
      COALESCE(r.active IN ('TRUE', 'T', 'YES', 'ON', '1'), FALSE) AS is_active,
      COALESCE(r.collaboration IN ('TRUE', 'T', 'YES', 'ON', '1'), FALSE) AS is_collaboration,
      r.expiry IS NULL OR e.instant IS NOT NULL AS is_readable,
      IF(r.expiry IS NULL, NULL, COALESCE(e.instant, now)) AS expires_at,
      LEAST(COALESCE(c.instant, now), now) AS created_at
    FROM waylink_import_rows r
    LEFT JOIN waylink_import_instants e ON e.text = r.expiry
    LEFT JOIN waylink_import_instants c ON c.text = r.creation
  ), judged AS (
    SELECT r.*, a.workspace_id, a.created_by AS owner,
      CASE
        WHEN NOT r.is_active THEN 'revoked'
        WHEN r.expires_at <= now THEN 'expired'
        ELSE 'active'
      END AS state,
      CASE
        WHEN a.id IS NULL THEN 'no such album'
        WHEN COALESCE(r.token NOT RLIKE '^[A-Za-z0-9_-]{8,128}$', TRUE) THEN 'no token'
        WHEN EXISTS (SELECT 1 FROM door_keys k WHERE k.hash = r.hash) THEN 'is there'
        WHEN ROW_NUMBER() OVER (PARTITION BY a.id IS NULL, r.hash ORDER BY r.created_at DESC) > 1
          THEN 'same token twice'
        ELSE 'import'
      END AS verdict
    FROM readings r
    -- One that was deleted comes back with its links, unless it was cleared.
    LEFT JOIN albums a ON a.id = r.album AND (a.deleted_at IS NULL OR a.purge_at IS NOT NULL)
  )
  SELECT j.*,
    -- Ids are UUIDs, version 7, of when the link was made: so many milliseconds after 1970.
    CAST(CONCAT(
      LPAD(HEX(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', j.created_at) DIV 1000), 12, '0'),
      '7', SUBSTR(HEX(RANDOM_BYTES(2)), 2),
      ELT(1 + FLOOR(RAND() * 4), '8', '9', 'a', 'b'), SUBSTR(HEX(RANDOM_BYTES(8)), 2)) AS UUID) AS id,
    j.verdict = 'import' AND j.state <> 'revoked'
      AND NOT EXISTS (SELECT 1 FROM links l WHERE l.slot = j.album)
      AND ROW_NUMBER() OVER (
        PARTITION BY j.album, j.verdict
        ORDER BY FIELD(j.state, 'active', 'expired', 'revoked'), j.created_at DESC) = 1 AS is_own
  FROM judged j;

  IF @apply = 1 THEN
    INSERT INTO links
      (id, workspace_id, subject_kind, subject_id, slot, created_by, created_at, expires_at,
       revoked_at, level, remind_at)
    SELECT id, workspace_id, 'album', album, IF(is_own, album, NULL), owner, created_at, expires_at,
      IF(is_active, NULL, now), IF(is_collaboration, 'collaborator', 'viewer'),
      -- A day before, as of every link that says nothing else.
      IF(expires_at > now + INTERVAL 24 HOUR, expires_at - INTERVAL 24 HOUR, NULL)
    FROM waylink_import WHERE verdict = 'import';
    INSERT INTO door_keys (hash, link_id)
    SELECT i.hash, i.id FROM waylink_import i WHERE i.verdict = 'import';

    -- As `AuditChain.append` does it: a hash is of the one before and of each column, a column as its
    -- length, a colon and its text. Of the caller's network nothing is known.
    FOR l IN (
      SELECT * FROM waylink_import WHERE verdict = 'import' ORDER BY album, created_at, id
    ) DO
      SELECT a.audit_seq + 1, COALESCE(a.audit_hash, REPEAT('\0', 32)) INTO r_seq, r_head
      FROM albums a WHERE a.id = l.album FOR UPDATE;
      -- The moment itself, after the lock: a chain's records are in the order of their time.
      SET r_at = SYSDATE(6);
      SET r_at_text = REGEXP_REPLACE(DATE_FORMAT(r_at, iso8601), superfluous, '');
      SET r_detail = CONCAT(
        '{"link_id":"', l.id, '","expires_at":',
        COALESCE(
          CONCAT('"', REGEXP_REPLACE(DATE_FORMAT(l.expires_at, iso8601), superfluous, ''), '"'),
          'null'),
        ',"level":"', IF(l.is_collaboration, 'collaborator', 'viewer'),
        '","is_revoked":', IF(l.is_active, 'false', 'true'), '}');
      SET r_salt = RANDOM_BYTES(16);
      SET r_digest = UNHEX(SHA2(r_salt, 256));
      SET r_hash = UNHEX(SHA2(CONCAT(
        r_head, '36:', l.album, LENGTH(r_seq), ':', r_seq, LENGTH(r_at_text), ':', r_at_text,
        '13:link.imported', '6:system', '0:', '4:done', LENGTH(r_detail), ':', r_detail,
        '64:', LOWER(HEX(r_digest))), 256));
      INSERT INTO audit_records
        (subject_id, seq, at, action, actor_kind, actor_id, outcome, detail, personal_digest, hash)
      VALUES
        (l.album, r_seq, r_at, 'link.imported', 'system', NULL, 'done', r_detail, r_digest, r_hash);
      INSERT INTO audit_personal (subject_id, seq, salt, address_prefix)
      VALUES (l.album, r_seq, r_salt, '');
      UPDATE albums SET audit_seq = r_seq, audit_hash = r_hash WHERE id = l.album;
    END FOR;
  END IF;
  COMMIT;

  SELECT
    CASE
      WHEN verdict <> 'import' THEN CONCAT('passed over: ', verdict)
      ELSE CONCAT(
        IF(@apply = 1, 'imported: ', 'would be imported: '), state,
        IF(state = 'expired' AND NOT is_readable, ' (its expiry can''t be read)', ''),
        CASE WHEN state = 'revoked' THEN '' WHEN is_own THEN ', the album''s own' ELSE ', further' END)
    END AS outcome,
    COUNT(*) AS links
  FROM waylink_import GROUP BY 1 ORDER BY 1;
  DROP TEMPORARY TABLE waylink_import, waylink_import_instants, waylink_import_rows;
END //
DELIMITER ;

SET time_zone = @zone_before, sql_mode = @mode_before;
