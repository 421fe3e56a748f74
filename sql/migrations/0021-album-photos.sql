-- The photos of albums, in their order.

ALTER TABLE albums
  -- How many rows it has in `album_photos`: their number has a bound.
  ADD COLUMN photos INT UNSIGNED NOT NULL DEFAULT 0,
  -- NULL: whichever is the first.
  ADD COLUMN cover_photo_id UUID NULL;

CREATE TABLE album_photos (
  id UUID NOT NULL PRIMARY KEY,
  album_id UUID NOT NULL,
  -- The account.
  uploaded_by UUID NOT NULL,
  -- The same for all that came in one request.
  upload_id UUID NOT NULL,
  -- Where it lies among the others, with gaps, so that one can be put between two.
  place BIGINT NOT NULL,
  caption VARCHAR(1000) NULL,
  -- What it is by its content, and how large, in bytes and in pixels, upright.
  format ENUM('jpeg', 'png', 'webp', 'heic', 'avif') NOT NULL,
  size INT UNSIGNED NOT NULL,
  width INT UNSIGNED NOT NULL,
  height INT UNSIGNED NOT NULL,
  -- Names of files: as it came, and the two sizes without anything but the picture.
  original BINARY(32) NOT NULL,
  thumb BINARY(32) NOT NULL,
  thumb_format ENUM('jpeg', 'webp') NOT NULL,
  large BINARY(32) NOT NULL,
  large_format ENUM('jpeg', 'webp') NOT NULL,
  -- By the camera: the time on the clock of the place, that clock's minutes ahead of UTC where it is
  -- known, and where, in millionths of a degree.
  taken_at DATETIME NULL,
  taken_offset SMALLINT NULL,
  latitude INT NULL,
  longitude INT NULL,
  created_at DATETIME(6) NOT NULL,
  KEY album_photos_by_place (album_id, place, id),
  CONSTRAINT album_photos_of_album FOREIGN KEY (album_id) REFERENCES albums (id),
  CONSTRAINT album_photos_offset_of_time CHECK (taken_offset IS NULL OR taken_at IS NOT NULL),
  CONSTRAINT album_photos_position_whole CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE OR REPLACE VIEW report_albums AS
SELECT id, workspace_id, created_by, version, photos, created_at, updated_at, deleted_at
FROM albums;

-- A photo that is taken out is gone; the audit chain knows that it was there.
GRANT SELECT, INSERT, UPDATE, DELETE ON album_photos TO waylink_application;
