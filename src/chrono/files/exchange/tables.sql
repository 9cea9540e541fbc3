-- The tables and views of `export sqlite`; sqlite.py fills the columns by name.

CREATE TABLE ledger (
  key TEXT PRIMARY KEY,
  value TEXT
);
CREATE TABLE coverage (
  position INTEGER PRIMARY KEY,
  period TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  actors TEXT,
  types TEXT,
  tags TEXT,
  countries TEXT,
  note TEXT,
  extra TEXT
);
CREATE TABLE types (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  plural TEXT NOT NULL,
  contact INTEGER NOT NULL,
  extra TEXT
);
CREATE TABLE actors (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT,
  nation TEXT NOT NULL,
  aliases TEXT,
  declared INTEGER NOT NULL,
  principal INTEGER NOT NULL,
  extra TEXT
);
CREATE TABLE offices (
  actor TEXT NOT NULL REFERENCES actors (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  since TEXT,
  until TEXT,
  first_day TEXT,
  last_day TEXT,
  extra TEXT,
  PRIMARY KEY (actor, position)
);
CREATE TABLE publishers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  aliases TEXT,
  extra TEXT
);
CREATE TABLE sources (
  id TEXT PRIMARY KEY,
  publisher TEXT NOT NULL,
  origin TEXT,
  author TEXT,
  title TEXT,
  url TEXT,
  date TEXT,
  first_day TEXT,
  last_day TEXT,
  accessed TEXT,
  language TEXT,
  archive TEXT,
  side TEXT,
  grade TEXT,
  declared INTEGER NOT NULL,
  extra TEXT
);
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  date TEXT NOT NULL,
  start TEXT,
  start_earliest TEXT,
  start_latest TEXT,
  "end" TEXT,
  end_earliest TEXT,
  end_latest TEXT,
  year INTEGER,
  month TEXT,
  precision TEXT NOT NULL,
  interval INTEGER NOT NULL,
  approximate INTEGER NOT NULL,
  uncertain INTEGER NOT NULL,
  type TEXT NOT NULL REFERENCES types (id),
  contact INTEGER NOT NULL,
  status TEXT NOT NULL,
  title TEXT NOT NULL,
  actors TEXT NOT NULL,
  place TEXT,
  place_country TEXT,
  initiator TEXT,
  summary TEXT,
  notes TEXT,
  part_of TEXT REFERENCES events (id),
  private INTEGER NOT NULL,
  extra TEXT
);
CREATE TABLE event_actors (
  event TEXT NOT NULL REFERENCES events (id),
  actor TEXT NOT NULL REFERENCES actors (id),
  position INTEGER NOT NULL,
  office TEXT,
  PRIMARY KEY (event, actor)
);
CREATE TABLE event_present (
  event TEXT NOT NULL REFERENCES events (id),
  actor TEXT NOT NULL REFERENCES actors (id),
  position INTEGER NOT NULL,
  office TEXT,
  PRIMARY KEY (event, actor)
);
CREATE TABLE event_sources (
  event TEXT NOT NULL REFERENCES events (id),
  source TEXT NOT NULL REFERENCES sources (id),
  position INTEGER NOT NULL,
  locator TEXT,
  quote TEXT,
  says_date TEXT,
  says_type TEXT REFERENCES types (id),
  says_place TEXT,
  says_initiator TEXT,
  private INTEGER NOT NULL,
  extra TEXT,
  PRIMARY KEY (event, position)
);
CREATE TABLE tags (
  event TEXT NOT NULL REFERENCES events (id),
  tag TEXT NOT NULL,
  PRIMARY KEY (event, tag)
);
CREATE TABLE follows (
  event TEXT NOT NULL REFERENCES events (id),
  follows TEXT NOT NULL REFERENCES events (id),
  PRIMARY KEY (event, follows)
);
CREATE TABLE dates (
  event TEXT NOT NULL REFERENCES events (id),
  what TEXT NOT NULL,
  date TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  PRIMARY KEY (event, what)
);
CREATE TABLE local_dates (
  event TEXT NOT NULL REFERENCES events (id),
  country TEXT NOT NULL,
  date TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  PRIMARY KEY (event, country)
);
CREATE TABLE claims (
  id TEXT PRIMARY KEY,
  speaker TEXT NOT NULL REFERENCES actors (id),
  date TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  as_of TEXT NOT NULL,
  statement TEXT NOT NULL,
  wording TEXT,
  "window" TEXT,
  verdict TEXT NOT NULL,
  disputed TEXT,
  types TEXT,
  tags TEXT,
  extra TEXT
);
CREATE TABLE claim_actors (
  claim TEXT NOT NULL REFERENCES claims (id),
  actor TEXT NOT NULL REFERENCES actors (id),
  PRIMARY KEY (claim, actor)
);
CREATE TABLE claim_readings (
  claim TEXT NOT NULL REFERENCES claims (id),
  reading INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT,
  period TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  what TEXT NOT NULL,
  stated_min INTEGER,
  stated_max INTEGER,
  counted_min INTEGER NOT NULL,
  counted_max INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (claim, reading, position)
);
CREATE TABLE claim_sources (
  claim TEXT NOT NULL REFERENCES claims (id),
  source TEXT NOT NULL REFERENCES sources (id),
  position INTEGER NOT NULL,
  locator TEXT,
  quote TEXT,
  says_date TEXT,
  says_type TEXT REFERENCES types (id),
  says_place TEXT,
  says_initiator TEXT,
  private INTEGER NOT NULL,
  extra TEXT,
  PRIMARY KEY (claim, position)
);

CREATE VIEW contact_pairs AS
SELECT one.actor AS actor, other.actor AS other, events.id AS event, events.type, events.date,
  events.start, events.start_earliest, events.start_latest, events.year, events.month,
  events.title, events.place
FROM events
JOIN event_actors AS one ON one.event = events.id
JOIN event_actors AS other ON other.event = events.id
JOIN actors AS a ON a.id = one.actor
JOIN actors AS b ON b.id = other.actor
WHERE events.contact AND (a.country IS NOT b.country OR a.country IS NULL) AND a.id <> b.id;

-- Each pair of countries once, in alphabetical order, such as CN and US.
CREATE VIEW contact_country_pairs AS
SELECT DISTINCT a.country AS country, b.country AS other, p.event, p.type, p.date,
  p.start, p.start_earliest, p.start_latest, p.year, p.month, p.title, p.place
FROM contact_pairs AS p
JOIN actors AS a ON a.id = p.actor
JOIN actors AS b ON b.id = p.other
WHERE a.country < b.country;
