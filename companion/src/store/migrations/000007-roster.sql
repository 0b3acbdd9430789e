-- A contact holds several passkeys. A key that nobody has vouched for yet waits; one that was given up stays as evidence.
ALTER TABLE passkey ADD COLUMN state text NOT NULL DEFAULT 'Active';
ALTER TABLE passkey ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE passkey ADD COLUMN last_used_at timestamptz;
ALTER TABLE passkey ADD COLUMN revoked_at timestamptz;
-- Two may be enrolled in one instant.
ALTER TABLE passkey ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX passkey_by_fingerprint ON passkey (org_id, fingerprint);

-- Ledger index of the act by which another contact asked for this invitation, after all passkeys were lost.
ALTER TABLE invitation ADD COLUMN recovery bigint;

-- When contacts said that they are away. One that was taken back or cut short has an end.
CREATE TABLE absence (
  org_id text NOT NULL,
  id text NOT NULL,
  contact_id text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (org_id, id)
);
