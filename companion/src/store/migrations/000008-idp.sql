-- Which account of the company's identity provider belongs to which contact. The first sign-in by the verified address of
-- the sealed roster entry makes the row; from then on the subject counts and the address does not.
CREATE TABLE idp_binding (
  org_id text NOT NULL,
  contact_id text NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  bound_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, contact_id, issuer)
);
CREATE UNIQUE INDEX idp_binding_subject ON idp_binding (org_id, issuer, subject);
