-- A row of the org is looked up by org, object and key. The embedded database gathers no statistics, and without them any
-- index that org and object can be found in seems as good as the key: all rows of the object were read. The other indexes
-- now begin with what they are for, and hold nothing else, so that they serve no other search.
DROP INDEX projection_by_request;
CREATE INDEX projection_by_request ON projection
  (((fields || coalesce(intended, '{}')) ->> 'Access_Request__c'), org_id, object)
  WHERE (fields || coalesce(intended, '{}')) ->> 'Access_Request__c' IS NOT NULL;

DROP INDEX projection_by_target;
CREATE INDEX projection_by_target ON projection
  (((fields || coalesce(intended, '{}')) ->> 'Target_User__c'), org_id, ((fields || coalesce(intended, '{}')) ->> 'Login_At__c'))
  WHERE object = 'Observed_Access__c' AND (fields || coalesce(intended, '{}')) ->> 'Target_User__c' IS NOT NULL;

DROP INDEX projection_by_record;
CREATE INDEX projection_by_record ON projection (record_id, org_id, object) WHERE record_id IS NOT NULL;
