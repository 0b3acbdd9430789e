-- How each contact is reached, and whether he has a vote; both as the row in the org says, the seal holds what counts.
ALTER TABLE contact ADD COLUMN may_decide boolean NOT NULL DEFAULT true;
ALTER TABLE contact ADD COLUMN channels text NOT NULL DEFAULT '';

-- A notice goes out on several channels: one delivery for each reader and channel. `destination` is where it goes, and
-- `matter` what it is about: of one matter nobody is told twice within a minute on one destination.
ALTER TABLE delivery ADD COLUMN notice text;
ALTER TABLE delivery ADD COLUMN matter text;
ALTER TABLE delivery ADD COLUMN destination text;
-- Not before; the next attempt's timer stands beside it.
ALTER TABLE delivery ADD COLUMN next_at timestamptz;
-- The companion that is sending it now, and until when it may at most take.
ALTER TABLE delivery ADD COLUMN claimed_by uuid;
ALTER TABLE delivery ADD COLUMN claimed_until timestamptz;
-- Why it failed: the receiver refused it for good, or it was tried in vain for as long as it is of use.
ALTER TABLE delivery ADD COLUMN failure text CHECK (failure IN ('refused', 'gave_up'));
UPDATE delivery SET notice = key, matter = key, destination = 'mail:' || lower(message -> 'to' ->> 'address');
ALTER TABLE delivery ALTER COLUMN notice SET NOT NULL;
ALTER TABLE delivery ALTER COLUMN matter SET NOT NULL;
ALTER TABLE delivery ALTER COLUMN destination SET NOT NULL;
ALTER TABLE delivery DROP CONSTRAINT delivery_status_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_status_check CHECK (status IN ('pending', 'accepted', 'covered', 'failed'));
CREATE INDEX delivery_by_notice ON delivery (org_id, notice);
CREATE INDEX delivery_by_contact ON delivery (org_id, contact_id, settled_at);
CREATE INDEX delivery_open ON delivery (org_id) WHERE status IN ('pending', 'failed');

-- Whose turn it is to tell a destination of a matter, and since when.
CREATE TABLE delivery_turn (
  org_id text NOT NULL,
  destination text NOT NULL,
  matter text NOT NULL,
  delivery uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (org_id, destination, matter)
);
CREATE INDEX delivery_turn_by_time ON delivery_turn (at);

-- Devices on which a contact has turned notices on. The endpoint is an address that whoever knows it can send to.
CREATE TABLE push_subscription (
  id uuid PRIMARY KEY,
  org_id text NOT NULL,
  contact_id text NOT NULL,
  endpoint text NOT NULL UNIQUE,
  p256dh text NOT NULL,
  auth text NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE INDEX push_subscription_by_contact ON push_subscription (org_id, contact_id);

-- Companions that run on this database. One that has not been seen for a while is dead: what it held is free.
CREATE TABLE companion (
  id uuid PRIMARY KEY,
  seen_at timestamptz NOT NULL,
  -- Of the secrets that all of them must share.
  secrets text
);

-- What one companion at a time may do, for as long as it lives. The token is new with each taking: whoever lost a lease
-- meanwhile writes nothing any more.
CREATE TABLE lease (
  org_id text NOT NULL,
  name text NOT NULL,
  owner uuid NOT NULL,
  token uuid NOT NULL,
  PRIMARY KEY (org_id, name)
);
ALTER TABLE request DROP COLUMN lease_owner;
ALTER TABLE request DROP COLUMN lease_until;
