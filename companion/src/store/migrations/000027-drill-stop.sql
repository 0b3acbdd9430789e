-- Who stopped a drill before its time; nothing where it ended by itself.
ALTER TABLE drill ADD COLUMN stopped_by text;
