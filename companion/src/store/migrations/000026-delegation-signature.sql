-- By which signature a contact lets another one decide: its entry in the ledger, and when it was given. Nothing for
-- delegations of before.
ALTER TABLE absence ADD COLUMN delegation_signed bigint;
ALTER TABLE absence ADD COLUMN delegation_signed_at timestamptz;
