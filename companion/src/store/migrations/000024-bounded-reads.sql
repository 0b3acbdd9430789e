-- What is read while others wait for the ledger, or by a person who waits for a page, is found by its time or its request.

-- Emergencies within the time of their cap, and those that nobody has reviewed. Instants stand in JSON as ISO 8601 in UTC with
-- whole seconds, so that their order is that of their text.
CREATE INDEX request_break_glass_by_end ON request (org_id, (break_glass -> 'window' ->> 'end'))
  WHERE break_glass IS NOT NULL;
CREATE INDEX request_break_glass_unreviewed ON request (org_id)
  WHERE break_glass IS NOT NULL AND break_glass -> 'review' = 'null';

-- Rows of the org that belong to a request: log-ins, and entries of its timeline.
CREATE INDEX projection_by_request ON projection
  (org_id, object, ((fields || coalesce(intended, '{}')) ->> 'Access_Request__c'));
-- Log-ins as one user, by time.
CREATE INDEX projection_by_target ON projection
  (org_id, ((fields || coalesce(intended, '{}')) ->> 'Target_User__c'), ((fields || coalesce(intended, '{}')) ->> 'Login_At__c'))
  WHERE object = 'Observed_Access__c';
