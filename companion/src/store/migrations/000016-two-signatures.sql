-- A signature under a change that needs a second one waits for it.
ALTER TABLE act ADD COLUMN waiting boolean NOT NULL DEFAULT false;

-- Who can sign follows from few entries of a long ledger.
CREATE INDEX ledger_entry_of_signers ON ledger_entry (org_id, index)
  WHERE type IN ('roster.sealed', 'roster.changed', 'key.enrolled', 'key.vouched', 'key.revoked', 'act.signed');
