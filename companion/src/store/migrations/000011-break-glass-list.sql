-- Lists of emergencies: whether the request asked for break-glass, which never changes after its submission.
ALTER TABLE request ADD COLUMN is_break_glass boolean NOT NULL DEFAULT false;
