-- What the companion keeps. Every table is per org; instants are timestamptz; hashes are lower-case hex.

CREATE TABLE org (
  org_id text PRIMARY KEY,
  environment text NOT NULL,
  instance_url text NOT NULL,
  name text NOT NULL,
  pinned_at timestamptz NOT NULL,
  login_url text NOT NULL
);

-- The ledger: append-only entries of a Merkle log (RFC 6962). The head's row lock orders appends of one org.
CREATE TABLE ledger_head (
  org_id text PRIMARY KEY,
  size bigint NOT NULL,
  root text NOT NULL,
  frontier text[] NOT NULL
);

CREATE TABLE ledger_entry (
  org_id text NOT NULL,
  index bigint NOT NULL,
  at timestamptz NOT NULL,
  type text NOT NULL,
  request_id text,
  leaf text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (org_id, index)
);
CREATE INDEX ledger_entry_by_type ON ledger_entry (org_id, type, index);
CREATE INDEX ledger_entry_by_request ON ledger_entry (org_id, request_id, index) WHERE request_id IS NOT NULL;
CREATE INDEX ledger_entry_by_time ON ledger_entry (org_id, at);

-- Clear values and salts of committed fields; erasure deletes rows here and touches no entry.
CREATE TABLE ledger_opening (
  org_id text NOT NULL,
  index bigint NOT NULL,
  path text NOT NULL,
  value text NOT NULL,
  salt text NOT NULL,
  PRIMARY KEY (org_id, index, path)
);

CREATE TABLE checkpoint (
  org_id text NOT NULL,
  size bigint NOT NULL,
  root text NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (org_id, size)
);

-- Requests as the companion last logged them. The lease orders decide, expire, cancel and revoke of one request.
CREATE TABLE request (
  org_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  revision integer NOT NULL,
  -- Ledger index of the request.revision entry of that revision.
  revision_index bigint NOT NULL,
  state text NOT NULL,
  content jsonb NOT NULL,
  requester jsonb,
  target jsonb,
  target_user text,
  case_number text NOT NULL,
  modified_at timestamptz NOT NULL,
  submitted_at timestamptz,
  deadline timestamptz,
  next_open timestamptz,
  gates jsonb NOT NULL,
  policy_version text,
  roster_version text,
  mode text,
  check_phrase text,
  settled_at timestamptz,
  settled_by text,
  window_start timestamptz,
  window_end timestamptz,
  outcome text,
  grant_step text NOT NULL,
  grant_end date,
  frozen boolean NOT NULL,
  lease_owner text,
  lease_until timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX request_by_state ON request (org_id, state);
CREATE INDEX request_by_case ON request (org_id, case_number);
CREATE INDEX request_by_user ON request (org_id, target_user, window_start);

CREATE TABLE contact (
  org_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  role text NOT NULL,
  level integer NOT NULL,
  active boolean NOT NULL,
  language text NOT NULL,
  time_zone text,
  user_id text,
  -- As it stands in the sealed roster; null before the seal.
  sealed jsonb,
  -- The row differs from what was sealed, or was never sealed: no invitation, no mail, no vote.
  pending boolean NOT NULL,
  -- The same difference is told once.
  proposal text,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE mode (
  org_id text NOT NULL,
  index bigint NOT NULL,
  mode text NOT NULL,
  effective_from timestamptz NOT NULL,
  set_by text NOT NULL,
  PRIMARY KEY (org_id, index)
);

CREATE TABLE passkey (
  credential_id text PRIMARY KEY,
  org_id text NOT NULL,
  contact_id text NOT NULL,
  public_key text NOT NULL,
  alg integer NOT NULL,
  aaguid text NOT NULL,
  rp_id text NOT NULL,
  transports text[] NOT NULL,
  sign_count bigint NOT NULL,
  backed_up boolean NOT NULL,
  fingerprint text NOT NULL,
  enrolled_at timestamptz NOT NULL
);
CREATE INDEX passkey_by_contact ON passkey (org_id, contact_id);

CREATE TABLE challenge (
  value text PRIMARY KEY,
  purpose text NOT NULL,
  session_id text NOT NULL,
  expires_at timestamptz NOT NULL
);

-- The mailed token is a secret: its SHA-256 alone is kept.
CREATE TABLE invitation (
  token_hash text PRIMARY KEY,
  org_id text NOT NULL,
  contact_id text NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX invitation_by_contact ON invitation (org_id, contact_id);

CREATE TABLE grantor_link (
  token_hash text PRIMARY KEY,
  org_id text NOT NULL,
  request_id text NOT NULL,
  user_id text NOT NULL,
  made_at timestamptz NOT NULL,
  declined_at timestamptz
);

CREATE TABLE snapshot (
  nonce text PRIMARY KEY,
  org_id text NOT NULL,
  contact_id text NOT NULL,
  session_id text NOT NULL,
  request_id text NOT NULL,
  revision integer NOT NULL,
  body jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- One row per signed decision. `leaf` is the ledger leaf of its decision.received entry.
CREATE TABLE decision (
  org_id text NOT NULL,
  index bigint NOT NULL,
  leaf text NOT NULL,
  request_id text NOT NULL,
  contact_id text NOT NULL,
  decision text NOT NULL,
  reason text NOT NULL,
  bounds jsonb,
  digest text NOT NULL,
  fingerprint text NOT NULL,
  statement jsonb NOT NULL,
  assertion jsonb NOT NULL,
  policy_version text NOT NULL,
  roster_version text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'effective', 'without_effect')),
  because text,
  received_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (org_id, index)
);
CREATE INDEX decision_by_request ON decision (org_id, request_id, index);
CREATE INDEX decision_pending ON decision (org_id) WHERE status = 'pending';

-- One row per message and recipient. The mail's Message-ID comes from the id, so that a repeat shows as one.
CREATE TABLE delivery (
  id uuid PRIMARY KEY,
  org_id text NOT NULL,
  key text NOT NULL,
  request_id text,
  contact_id text,
  kind text NOT NULL,
  channel text NOT NULL,
  message jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'accepted', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  result text,
  made_at timestamptz NOT NULL,
  settled_at timestamptz,
  UNIQUE (org_id, key)
);
CREATE INDEX delivery_by_request ON delivery (org_id, request_id);

-- Durable timers; a due one becomes a job in one transaction.
CREATE TABLE timer (
  org_id text NOT NULL,
  job text NOT NULL,
  key text NOT NULL,
  data jsonb NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, job, key)
);
CREATE INDEX timer_due ON timer (due_at);

CREATE TABLE report (
  org_id text NOT NULL,
  id text NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL,
  time_zone text NOT NULL,
  state text NOT NULL,
  bundle text,
  problem text,
  seen_at timestamptz NOT NULL,
  made_at timestamptz,
  PRIMARY KEY (org_id, id)
);

-- Small facts: watermarks, the relying party's id, policy as last seen. An empty org is the companion as a whole.
CREATE TABLE setting (
  org_id text NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, key)
);

-- Attempts per key within a window, shared by all companions of one database.
CREATE TABLE rate (
  key text PRIMARY KEY,
  hits integer NOT NULL,
  resets_at timestamptz NOT NULL
);

-- Sessions of the web pages, in the shape connect-pg-simple expects.
CREATE TABLE session (
  sid varchar NOT NULL PRIMARY KEY,
  sess json NOT NULL,
  expire timestamp(6) NOT NULL
);
CREATE INDEX session_expire ON session (expire);
