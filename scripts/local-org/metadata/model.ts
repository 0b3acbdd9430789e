/**
 * What the org knows of its own shape, read from an SFDX source tree and from the built-in standard objects.
 * Every map is keyed by the lower-case API name, because Salesforce compares names without case; `name` keeps the
 * declared spelling, which is what answers carry.
 */

/** Field types by their SOAP names, as a describe call gives them. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'reference'
  | 'base64';

/** An org-wide default. */
export type SharingModel = 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';

export interface PicklistValue {
  value: string;
  label: string;
  active: boolean;
  default: boolean;
  /** Values of the controlling field with which this one may be chosen; only in dependent picklists. */
  controllers?: string[];
}

export interface FieldMetadata {
  name: string;
  label: string;
  type: FieldType;
  custom: boolean;
  /** Characters for text types, 0 otherwise. */
  length: number;
  precision: number;
  scale: number;
  /** A value must be there on save; the opposite of describe's `nillable` apart from booleans and system fields. */
  required: boolean;
  unique: boolean;
  externalId: boolean;
  caseSensitive: boolean;
  /** True for the long text types (more than 255 characters), which can be neither filtered nor sorted. */
  longText: boolean;
  nameField: boolean;
  autoNumber: boolean;
  /** Display format of an auto-number, e.g. `AR-{000000}`. */
  displayFormat?: string;
  /** Default as a formula (`defaultValue` of the source); a literal default of a checkbox is `true` or `false`. */
  defaultFormula?: string;
  /** Formula of a calculated field. */
  formula?: string;
  blanks: 'zero' | 'blank';
  picklistValues: PicklistValue[];
  /** Only listed values may be stored. */
  restricted: boolean;
  /** The picklist or checkbox on which this picklist depends. */
  controllingField?: string;
  referenceTo: string[];
  /** Name of the way up, e.g. `Access_Request__r` or `Owner`; null when there is none. */
  relationshipName: string | null;
  /** Name of the way down, on the parent, e.g. `Decisions__r`; null when there is none. */
  childRelationshipName: string | null;
  deleteConstraint: 'Restrict' | 'SetNull' | 'Cascade';
  /** On a master-detail field: reading the master is enough to write the detail. */
  writeRequiresMasterRead?: boolean;
  createable: boolean;
  updateable: boolean;
  filterable: boolean;
  sortable: boolean;
  groupable: boolean;
  /** May serve as the key of a lookup by `Name`-like reference; describe's `idLookup`. */
  idLookup: boolean;
  help: string | null;
  description: string | null;
}

export interface ValidationRule {
  name: string;
  active: boolean;
  formula: string;
  message: string;
  /** Field beside which the message is shown; null for the top of the page. */
  field: string | null;
}

export interface ListViewMetadata {
  name: string;
  label: string;
  columns: string[];
  filterScope: string;
  booleanFilter: string | null;
  filters: { field: string; operation: string; value: string }[];
}

/** How an object may be asked, where it differs from the common rule. */
export interface QueryRestrictions {
  /** `COUNT(field)` and the other aggregates over a field are refused; plain `COUNT()` works. */
  noFieldAggregates?: boolean;
  /** No OFFSET, no HAVING, no relationship fields, no sub-queries. */
  plainQueriesOnly?: boolean;
  /** A datetime field whose filter may span at most `days`; without a filter the last `days` are meant. */
  timeWindow?: { field: string; days: number };
  /** A query must compare one of these fields with `=` or `IN`. */
  requiredFilter?: string[];
}

export interface ObjectMetadata {
  name: string;
  label: string;
  pluralLabel: string;
  description: string | null;
  keyPrefix: string;
  kind: 'standard' | 'custom' | 'customMetadata';
  custom: boolean;
  sharingModel: SharingModel;
  /** Org-wide default for external users; kept and told, as this org has none of them. */
  externalSharingModel: SharingModel | null;
  /** Whoever stands above an owner in the role hierarchy has his access. */
  usesHierarchy: boolean;
  /** On a share object: the object whose records it shares. */
  sharesOf?: string;
  fields: Map<string, FieldMetadata>;
  validationRules: ValidationRule[];
  listViews: ListViewMetadata[];
  queryable: boolean;
  retrieveable: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  /** Deleted rows stay, marked IsDeleted, and `queryAll` shows them. */
  recyclable: boolean;
  /** Change events can be switched on for it. */
  triggerable: boolean;
  /** The UI API and GraphQL know it. */
  uiApi: boolean;
  /** Every user may read it whatever the permission sets say (User, Organization, …). */
  openToAll: boolean;
  /** System permissions of which one is needed to read it; empty = object permissions decide. */
  readPermissions: string[];
  /** System permissions of which one is needed to write it; empty = object permissions decide. */
  writePermissions: string[];
  /** Rows belong to the user in this field; those of others need one of `readPermissions`. */
  ownRowsField: string | null;
  /** The object exists only with this licence of the org. */
  licence: 'eventLog' | null;
  restrictions: QueryRestrictions;
}

export interface ObjectPermission {
  object: string;
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  viewAllRecords: boolean;
  modifyAllRecords: boolean;
}

export interface PermissionSetMetadata {
  name: string;
  label: string;
  description: string | null;
  objectPermissions: ObjectPermission[];
  fieldPermissions: { object: string; field: string; read: boolean; edit: boolean }[];
  /** System permissions, e.g. `ViewSetup`. */
  userPermissions: string[];
  customPermissions: string[];
  tabSettings: { tab: string; visibility: string }[];
  applications: string[];
}

export interface CustomPermissionMetadata {
  name: string;
  label: string;
  description: string | null;
}

export interface CustomMetadataRecord {
  /** Type with suffix, e.g. `Access_Policy__mdt`. */
  type: string;
  developerName: string;
  label: string;
  values: Map<string, string | boolean | null>;
}

export interface TabMetadata {
  name: string;
  label: string;
  /** Exactly one of these says what the tab shows. */
  object: string | null;
  flexipage: string | null;
  component: string | null;
  icon: string | null;
}

export interface AppMetadata {
  name: string;
  label: string;
  description: string | null;
  tabs: string[];
  navType: string;
}

export interface FlexipageComponent {
  /** e.g. `newAccessRequest` or `c:newAccessRequest` as the source writes it. */
  name: string;
  properties: Map<string, string>;
}

export interface FlexipageMetadata {
  name: string;
  label: string;
  type: string;
  template: string;
  object: string | null;
  regions: { name: string; components: FlexipageComponent[] }[];
}

export interface OrgMetadata {
  apiVersion: string;
  /** By lower-case API name: custom objects, custom metadata types and standard objects with their custom fields. */
  objects: Map<string, ObjectMetadata>;
  permissionSets: Map<string, PermissionSetMetadata>;
  customPermissions: Map<string, CustomPermissionMetadata>;
  /** Custom labels by lower-case full name. */
  labels: Map<string, { name: string; value: string }>;
  tabs: Map<string, TabMetadata>;
  apps: Map<string, AppMetadata>;
  flexipages: Map<string, FlexipageMetadata>;
  /** Objects whose changes are published, by their own name (`Access_Request__c`). */
  changeEventEntities: string[];
  customMetadataRecords: CustomMetadataRecord[];
  /** Package directories read, absolute; the LWC bundles lie below them. */
  sourceDirs: string[];
}

/** The object of a name in any case, or undefined. */
export function findObject(metadata: OrgMetadata, name: string): ObjectMetadata | undefined {
  return metadata.objects.get(name.toLowerCase());
}

/** The field of a name in any case, or undefined. */
export function findField(object: ObjectMetadata, name: string): FieldMetadata | undefined {
  return object.fields.get(name.toLowerCase());
}
