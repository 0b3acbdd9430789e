-- How much the entry could expose, as it was rated when the policy was first evaluated; null before.
ALTER TABLE request ADD COLUMN risk text;
