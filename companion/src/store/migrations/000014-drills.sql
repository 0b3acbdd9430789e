-- Drills stand here and in the ledger alone: no row in the org can be mistaken for an access request, and no signature of one
-- can be taken for the other's.
CREATE TABLE drill (
  org_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('Operator', 'Token', 'Schedule')),
  started_by text,
  note text,
  check_phrase text NOT NULL,
  level integer,
  started_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name)
);
-- One at a time: with any number of companions exactly one begins.
CREATE UNIQUE INDEX drill_running ON drill (org_id) WHERE ended_at IS NULL;

CREATE TABLE drill_contact (
  org_id text NOT NULL,
  drill_id text NOT NULL,
  contact_id text NOT NULL,
  -- In the order of asking.
  place integer NOT NULL,
  opened_at timestamptz,
  answered_at timestamptz,
  answer text CHECK (answer IN ('Would_approve', 'Would_deny')),
  PRIMARY KEY (org_id, drill_id, contact_id),
  FOREIGN KEY (org_id, drill_id) REFERENCES drill (org_id, id)
);
