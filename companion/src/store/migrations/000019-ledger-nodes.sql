-- Hashes of perfect subtrees of the ledger's tree, of every eighth level, so that a proof need not read every leaf. They
-- follow from the leaves: a row that is not there is made when it is asked for.
CREATE TABLE ledger_node (
  org_id text NOT NULL,
  level integer NOT NULL,
  index bigint NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (org_id, level, index)
);
