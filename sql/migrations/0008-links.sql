-- Who ended a link, when its token may be forgotten, what happened to it, and who has just looked.

ALTER TABLE links
  -- The account that revoked it, or that made the link which followed it.
  ADD COLUMN ended_by UUID NULL,
  -- When its sealed token was forgotten; from then on it can't be changed any more.
  ADD COLUMN wiped_at DATETIME(6) NULL,
  -- From when the keep time of its token counts: NULL while nothing ends it, and once it is wiped.
  -- The expiry itself is enough, for one that lies in the future is not due either.
  ADD COLUMN dead_at DATETIME(6) AS
    (IF(wiped_at IS NULL, COALESCE(revoked_at, retired_at, expires_at), NULL)) PERSISTENT,
  ADD KEY links_by_death (subject_kind, dead_at);

-- What happened to one link, out of a long chain about its subject.
ALTER TABLE audit_records
  ADD COLUMN link_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin AS
    (JSON_VALUE(detail, '$.link_id')) PERSISTENT,
  ADD KEY audit_records_by_link (link_id, seq);

-- Who has looked at a link within the last half hour, so that looking again counts once.
CREATE TABLE link_viewers (
  link_id UUID NOT NULL,
  -- Of address and browser, salted by the day: nobody can be known again from it tomorrow.
  viewer BINARY(16) NOT NULL,
  last_seen_at DATETIME(6) NOT NULL,
  -- Which flush of which responder has counted the look; the others' didn't.
  counted_by UUID NOT NULL,
  PRIMARY KEY (link_id, viewer),
  KEY link_viewers_by_age (last_seen_at)
);

-- The salt of a day, shared by all responders and gone two days later.
CREATE TABLE viewer_salts (
  day DATE NOT NULL PRIMARY KEY,
  salt BINARY(32) NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON link_viewers TO waylink_application;

GRANT SELECT, INSERT, DELETE ON viewer_salts TO waylink_application;
