-- A mail that its relay had taken and that came back later.
ALTER TABLE delivery DROP CONSTRAINT delivery_failure_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_failure_check CHECK (failure IN ('refused', 'gave_up', 'bounced'));
