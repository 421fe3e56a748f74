-- Who has just looked at a link.

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
