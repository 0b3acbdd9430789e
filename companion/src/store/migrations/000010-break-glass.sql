-- Break-glass: the opening that is under way or was made, and its review; null for every other request.
ALTER TABLE request ADD COLUMN break_glass jsonb;

-- Requests of before have the field since the org has it, unticked: no change of theirs, so no alteration.
UPDATE request SET content = content || '{"Break_Glass__c": false}' WHERE NOT content ? 'Break_Glass__c';
