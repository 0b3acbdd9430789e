-- What a contact was shown before signing anything but a decision on a request. `ground` is what it was made from: if that
-- has changed when the signature comes, the signature is for something that is no longer so.
CREATE TABLE act_snapshot (
  nonce text PRIMARY KEY,
  org_id text NOT NULL,
  contact_id text NOT NULL,
  session_id text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  body jsonb NOT NULL,
  ground text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- One row per signed act. `index` is the ledger index of its act.signed entry.
CREATE TABLE act (
  org_id text NOT NULL,
  index bigint NOT NULL,
  leaf text NOT NULL,
  contact_id text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  choice text NOT NULL,
  reason text NOT NULL,
  digest text NOT NULL,
  fingerprint text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, index)
);
CREATE INDEX act_by_subject ON act (org_id, type, subject, index);

-- The proposal that was turned down by signature; the same one is not asked for again.
ALTER TABLE contact ADD COLUMN rejected text;
