-- Tokens of the API. The token is a secret: its SHA-256 alone is kept.
CREATE TABLE api_token (
  id text PRIMARY KEY,
  org_id text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  name text NOT NULL,
  scopes text[] NOT NULL,
  -- Domains whose addresses it may name as senders of an intake.
  senders text[] NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
CREATE INDEX api_token_by_org ON api_token (org_id, made_at);

-- Answers kept by Idempotency-Key, so that a repeated call gets the first one's. No status: the call is under way.
CREATE TABLE api_call (
  token_id text NOT NULL,
  key text NOT NULL,
  -- SHA-256 of method, path and body.
  fingerprint text NOT NULL,
  status integer,
  content_type text,
  body text,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (token_id, key)
);
CREATE INDEX api_call_by_time ON api_call (made_at);

-- What ticket systems handed in, by the key of the request that came of it.
CREATE TABLE intake (
  org_id text NOT NULL,
  key text NOT NULL,
  request_id text NOT NULL,
  token_id text NOT NULL,
  sender text NOT NULL,
  ask text NOT NULL,
  received_at timestamptz NOT NULL,
  -- Ledger index of its entry.
  index bigint NOT NULL,
  PRIMARY KEY (org_id, key)
);
CREATE INDEX intake_by_request ON intake (org_id, request_id);

CREATE INDEX request_by_submission ON request (org_id, submitted_at DESC, id DESC);
CREATE INDEX delivery_by_time ON delivery (org_id, made_at DESC, id DESC);
