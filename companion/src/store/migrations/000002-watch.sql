-- What the org's sources said, row by row, as long as it may still be needed to judge a login or a grant.
CREATE TABLE evidence (
  org_id text NOT NULL,
  source text NOT NULL,
  key text NOT NULL,
  at timestamptz NOT NULL,
  body jsonb NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, source, key)
);
CREATE INDEX evidence_by_time ON evidence (org_id, at);

-- Findings in the clear, for mails, pages and reports; the ledger holds them without names.
CREATE TABLE finding (
  org_id text NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  title text NOT NULL,
  details text NOT NULL,
  next_step text NOT NULL,
  facts jsonb NOT NULL,
  request_id text,
  access_key text,
  grant_key text,
  found_at timestamptz NOT NULL,
  told_at timestamptz,
  index bigint NOT NULL,
  PRIMARY KEY (org_id, key)
);
CREATE INDEX finding_by_time ON finding (org_id, found_at);

-- Every row the companion owns in the org. `fields` is what it wrote last; `intended` is what it is about to write:
-- an outbox that survives a crash, and the reason why a write under way is never taken for an alteration.
CREATE TABLE projection (
  org_id text NOT NULL,
  object text NOT NULL,
  key text NOT NULL,
  record_id text,
  fields jsonb NOT NULL,
  intended jsonb,
  attempts integer NOT NULL DEFAULT 0,
  problem text,
  -- Written by whoever intended it, in its own time, and never with the rest: what it stands for may not come about.
  held boolean NOT NULL DEFAULT false,
  number bigint GENERATED ALWAYS AS IDENTITY,
  written_at timestamptz,
  PRIMARY KEY (org_id, object, key)
);
CREATE INDEX projection_waiting ON projection (org_id, number) WHERE intended IS NOT NULL AND NOT held;
CREATE INDEX projection_by_record ON projection (org_id, object, record_id);
