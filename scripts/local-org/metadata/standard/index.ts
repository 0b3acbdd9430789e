/** The standard objects that the local org has, each call with fresh maps, as custom fields are merged into them. */
import { hubObjects } from '../../hub/objects.ts';
import type { ObjectMetadata } from '../model.ts';
import { contentObjects } from './content.ts';
import { evidenceObjects } from './evidence.ts';
import { peopleObjects } from './people.ts';
import { sharingObjects } from './sharing.ts';

/** `systemPermissions` = names used by permission sets of the source, so that PermissionSet has a field for each. */
export function standardObjects(systemPermissions: readonly string[], devHub = false): ObjectMetadata[] {
  const all = [
    ...peopleObjects(systemPermissions),
    ...sharingObjects,
    ...evidenceObjects,
    ...contentObjects,
    ...(devHub ? hubObjects : []),
  ];
  return all.map((object) => ({
    ...object,
    fields: new Map(object.fields),
    validationRules: [],
    listViews: [],
  }));
}
