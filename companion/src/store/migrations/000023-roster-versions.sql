-- Each version of the roster as it came about. Personal values stand in it as the ledger's commitments: what opens them lies
-- in ledger_opening alone, so that erasing it there erases it here. Rows are derived from the ledger, also those of before.
CREATE TABLE roster_version (
  org_id text NOT NULL,
  number integer NOT NULL,
  version text NOT NULL,
  since timestamptz NOT NULL,
  -- Ledger index of the entry by which it came about.
  index bigint NOT NULL,
  cause text NOT NULL,
  -- Ledger indexes of the signatures that accepted it.
  signed jsonb NOT NULL,
  entries jsonb NOT NULL,
  PRIMARY KEY (org_id, number)
);
CREATE INDEX roster_version_by_name ON roster_version (org_id, version, number);

-- Commitment of the signed address, as the ledger has it; null where it was signed before versions were made of commitments.
ALTER TABLE contact ADD COLUMN address_commitment text;
