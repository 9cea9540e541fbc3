-- Datasette needs the double quotes. Accents are ignored; a run of Chinese characters is one word.
CREATE VIRTUAL TABLE events_fts USING fts5 (
  title, summary, place, actors, content="events", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE actors_fts USING fts5 (
  name, aliases, content="actors", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO events_fts (events_fts) VALUES ('rebuild');
INSERT INTO actors_fts (actors_fts) VALUES ('rebuild');
