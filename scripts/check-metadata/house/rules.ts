/** What this project asks of itself beyond what the platform does. */
import { rule, type Rule } from '../../local-org/deploy/check/rule.ts';
import { child, children, flagOf, has, textOf, textsOf } from '../../local-org/deploy/check/xml.ts';

/** The permission that marks what is written by a machine; sets that hold it are not people's. */
const MACHINE = 'Countersign_Companion';

export const houseRules: readonly Rule[] = [
  rule(
    'house-description',
    ['CustomObject', 'CustomField', 'PermissionSet', 'CustomPermission', 'ValidationRule'],
    function* ({ root }) {
      if (textOf(root, 'description') === '') yield 'Say in a description what it is for';
    },
  ),
  rule('house-restricted-picklist', 'CustomField', function* ({ root }) {
    const set = child(root, 'valueSet');
    if (set && !flagOf(set, 'restricted'))
      yield 'Picklists are restricted, so that no write can bring in a value nobody knows';
  }),
  rule('house-help', 'CustomField', function* ({ root, object, name }, project) {
    const filledIn = project
      .of('PermissionSet')
      .some(
        (set) =>
          !children(set.root, 'customPermissions').some((entry) => textOf(entry, 'name') === MACHINE) &&
          children(set.root, 'fieldPermissions').some(
            (entry) => textOf(entry, 'field') === `${object}.${name}` && flagOf(entry, 'editable'),
          ),
      );
    const hidden = flagOf(root, 'externalId') && textOf(root, 'unique') === 'true';
    if (filledIn && !hidden && !has(root, 'inlineHelpText'))
      yield 'A person fills this in: give inlineHelpText';
  }),
  rule('house-no-delete', 'PermissionSet', function* ({ root }) {
    for (const entry of children(root, 'objectPermissions'))
      for (const permission of ['allowDelete', 'modifyAllRecords'])
        if (flagOf(entry, permission))
          yield `${textOf(entry, 'object')}: no permission set of ours grants ${permission}`;
    for (const name of children(root, 'userPermissions').flatMap((entry) => textsOf(entry, 'name')))
      if (name === 'ModifyAllData') yield 'No permission set of ours grants ModifyAllData';
  }),
];
