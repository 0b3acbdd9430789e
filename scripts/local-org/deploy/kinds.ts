/** The kinds of metadata that this org takes in a deployment. Every other kind is refused by its name. */

export interface DeployKind {
  type: string;
  /** Folder inside a package, and inside a source tree. */
  folder: string;
  /** Ending of the file in a package, without the dot; null for a bundle of files. */
  suffix: string | null;
  /** Elements of the file that are components of their own: element → type. */
  children: Readonly<Record<string, string>>;
}

const NONE = {};

const KINDS: readonly DeployKind[] = [
  { type: 'CustomApplication', folder: 'applications', suffix: 'app', children: NONE },
  {
    type: 'CustomLabels',
    folder: 'labels',
    suffix: 'labels',
    children: { labels: 'CustomLabel' },
  },
  { type: 'CustomMetadata', folder: 'customMetadata', suffix: 'md', children: NONE },
  {
    type: 'CustomObject',
    folder: 'objects',
    suffix: 'object',
    children: { fields: 'CustomField', listViews: 'ListView', validationRules: 'ValidationRule' },
  },
  { type: 'CustomPermission', folder: 'customPermissions', suffix: 'customPermission', children: NONE },
  { type: 'CustomTab', folder: 'tabs', suffix: 'tab', children: NONE },
  { type: 'FlexiPage', folder: 'flexipages', suffix: 'flexipage', children: NONE },
  { type: 'Layout', folder: 'layouts', suffix: 'layout', children: NONE },
  { type: 'LightningComponentBundle', folder: 'lwc', suffix: null, children: NONE },
  { type: 'LightningMessageChannel', folder: 'messageChannels', suffix: 'messageChannel', children: NONE },
  { type: 'PermissionSet', folder: 'permissionsets', suffix: 'permissionset', children: NONE },
  {
    type: 'PlatformEventChannelMember',
    folder: 'platformEventChannelMembers',
    suffix: 'platformEventChannelMember',
    children: NONE,
  },
  { type: 'Settings', folder: 'settings', suffix: 'settings', children: NONE },
];

/** Parts of an object that a deployment of another org may hold and that this org has no behaviour for. */
const UNKNOWN_PARTS: Readonly<Record<string, string>> = {
  businessProcesses: 'BusinessProcess',
  compactLayouts: 'CompactLayout',
  fieldSets: 'FieldSet',
  indexes: 'Index',
  recordTypes: 'RecordType',
  sharingReasons: 'SharingReason',
  webLinks: 'WebLink',
};

/** Where the parts of an object lie in a source tree. */
const PART_SOURCE: Readonly<Record<string, { folder: string; suffix: string }>> = {
  CustomField: { folder: 'fields', suffix: 'field' },
  ListView: { folder: 'listViews', suffix: 'listView' },
  ValidationRule: { folder: 'validationRules', suffix: 'validationRule' },
};

/** All kinds that have a file of their own. */
export const deployKinds: readonly DeployKind[] = KINDS;

/** The kind of a type that has a file of its own. */
export const kindOfType = (type: string): DeployKind | undefined => KINDS.find((kind) => kind.type === type);

/** The kind whose components lie in a folder of a package. */
export const kindOfFolder = (folder: string): DeployKind | undefined =>
  KINDS.find((kind) => kind.folder === folder);

/** The kind in whose files the components of a type are parts, e.g. CustomObject for CustomField. */
export const parentKind = (type: string): DeployKind | undefined =>
  KINDS.find((kind) => Object.values(kind.children).includes(type));

/** The element that holds a part of that type, e.g. `fields`. */
export function elementOf(type: string): string {
  const children = Object.entries(parentKind(type)?.children ?? {});
  return children.find(([, child]) => child === type)?.[0] ?? '';
}

/** The type of a part that this org has not, by the element of the object's file. */
export const unknownPart = (element: string): string | undefined =>
  Object.hasOwn(UNKNOWN_PARTS, element) ? UNKNOWN_PARTS[element] : undefined;

/** Folder and ending of a part of an object in a source tree. */
export const partSource = (type: string): { folder: string; suffix: string } | undefined => PART_SOURCE[type];

/** Whether the org takes components of the type. */
export const isDeployable = (type: string): boolean =>
  kindOfType(type) !== undefined || parentKind(type) !== undefined;
