-- Quorum: what counts toward it, and what stopped counting.
ALTER TABLE request ADD COLUMN approvals_given integer NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN approvals_needed integer;

-- An approval ends before the quorum: withdrawn by its signer, or voided by a change of the roster or the policy.
ALTER TABLE decision ADD COLUMN ended_at timestamptz;
ALTER TABLE decision ADD COLUMN ended_because text;

-- The ladder: keys of the steps that were taken. Who waits for a decision from before was asked at the first level.
ALTER TABLE request ADD COLUMN ladder_done jsonb NOT NULL DEFAULT '[]';
UPDATE request SET ladder_done = '["ask:1"]' WHERE state IN ('Awaiting_decision', 'More_information');
