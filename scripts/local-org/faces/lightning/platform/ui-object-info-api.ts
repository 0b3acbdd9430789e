/** `lightning/uiObjectInfoApi`: what the org says of an object and its picklists. */
import { ResourceCache } from './resource.ts';
import { call } from './transport.ts';
import { adapterFor } from './wire.ts';

type ObjectReference = string | { objectApiName: string };

const nameOf = (object: ObjectReference) => (typeof object === 'string' ? object : object.objectApiName);

const cache = new ResourceCache<unknown>();
const at = (path: string) => cache.get(path, () => call(path));

/** Object info; silent until the object is known. */
export const getObjectInfo = adapterFor(
  ({ objectApiName }: { objectApiName?: ObjectReference | undefined }) =>
    objectApiName ? at(`/ui-api/object-info/${nameOf(objectApiName)}`) : undefined,
);

/** Picklist values of all fields for one record type. */
export const getPicklistValuesByRecordType = adapterFor(
  (config: { objectApiName?: ObjectReference | undefined; recordTypeId?: string | undefined }) =>
    config.objectApiName && config.recordTypeId
      ? at(`/ui-api/object-info/${nameOf(config.objectApiName)}/picklist-values/${config.recordTypeId}`)
      : undefined,
);

/** Picklist values of one field. */
export const getPicklistValues = adapterFor(
  (config: {
    recordTypeId?: string | undefined;
    fieldApiName?: string | { objectApiName: string; fieldApiName: string } | undefined;
  }) => {
    const { recordTypeId, fieldApiName } = config;
    if (!recordTypeId || !fieldApiName) return undefined;
    const [object, field] =
      typeof fieldApiName === 'string'
        ? fieldApiName.split('.')
        : [fieldApiName.objectApiName, fieldApiName.fieldApiName];
    return at(`/ui-api/object-info/${object ?? ''}/picklist-values/${recordTypeId}/${field ?? ''}`);
  },
);
