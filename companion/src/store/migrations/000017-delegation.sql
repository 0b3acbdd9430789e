-- Who decides in the place of a contact who is away, as he has signed it; it ends with the absence, or before.
ALTER TABLE absence ADD COLUMN delegate_id text;
ALTER TABLE absence ADD COLUMN delegation_ended_at timestamptz;
