-- A ticket of a few minutes with which somebody who signed in at the old address enrols at the next one.
ALTER TABLE invitation ADD COLUMN moving boolean NOT NULL DEFAULT false;
