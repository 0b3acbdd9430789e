/** The kinds of metadata this project uses: where each lies and how its file is called. */
export interface Kind {
  type: MetadataType;
  /** Part of the file name before `-meta.xml`, without the dot. */
  suffix: string;
  /** Folder in which the file lies; for parts of an object the folder below the object's. */
  folder: string;
  /** `object`: lies in `objects/<Object>/`. `bundle`: lies in a folder of its own name. */
  place: 'folder' | 'object' | 'bundle';
}

export type MetadataType =
  | 'CustomApplication'
  | 'CustomField'
  | 'CustomLabels'
  | 'CustomMetadata'
  | 'CustomObject'
  | 'CustomPermission'
  | 'CustomTab'
  | 'FlexiPage'
  | 'Layout'
  | 'LightningComponentBundle'
  | 'LightningMessageChannel'
  | 'ListView'
  | 'PermissionSet'
  | 'PlatformEventChannelMember'
  | 'RecordType'
  | 'ValidationRule';

const KINDS: readonly Kind[] = [
  { type: 'CustomApplication', suffix: 'app', folder: 'applications', place: 'folder' },
  { type: 'CustomField', suffix: 'field', folder: 'fields', place: 'object' },
  { type: 'CustomLabels', suffix: 'labels', folder: 'labels', place: 'folder' },
  { type: 'CustomMetadata', suffix: 'md', folder: 'customMetadata', place: 'folder' },
  { type: 'CustomObject', suffix: 'object', folder: 'objects', place: 'bundle' },
  { type: 'CustomPermission', suffix: 'customPermission', folder: 'customPermissions', place: 'folder' },
  { type: 'CustomTab', suffix: 'tab', folder: 'tabs', place: 'folder' },
  { type: 'FlexiPage', suffix: 'flexipage', folder: 'flexipages', place: 'folder' },
  { type: 'Layout', suffix: 'layout', folder: 'layouts', place: 'folder' },
  { type: 'LightningComponentBundle', suffix: 'js', folder: 'lwc', place: 'bundle' },
  {
    type: 'LightningMessageChannel',
    suffix: 'messageChannel',
    folder: 'messageChannels',
    place: 'folder',
  },
  { type: 'ListView', suffix: 'listView', folder: 'listViews', place: 'object' },
  { type: 'PermissionSet', suffix: 'permissionset', folder: 'permissionsets', place: 'folder' },
  {
    type: 'PlatformEventChannelMember',
    suffix: 'platformEventChannelMember',
    folder: 'platformEventChannelMembers',
    place: 'folder',
  },
  { type: 'RecordType', suffix: 'recordType', folder: 'recordTypes', place: 'object' },
  { type: 'ValidationRule', suffix: 'validationRule', folder: 'validationRules', place: 'object' },
];

const META = '-meta.xml';

/** Kind and component name told by a file's name, or undefined for a suffix that is not in the table. */
export function kindOf(path: string): { kind: Kind; name: string } | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (!file.endsWith(META)) return undefined;
  const stem = file.slice(0, -META.length);
  const dot = stem.lastIndexOf('.');
  const kind = KINDS.find(({ suffix }) => suffix === stem.slice(dot + 1));
  return kind && { kind, name: decodeURIComponent(stem.slice(0, dot)) };
}

/** Whether the file lies where a deploy looks for its kind. */
export function isPlaced(path: string, { kind, name }: { kind: Kind; name: string }): boolean {
  const folders = path.split('/').slice(0, -1);
  const [grandparent, parent] = [folders.at(-2), folders.at(-1)];
  switch (kind.place) {
    case 'folder':
      return parent === kind.folder;
    case 'object':
      return parent === kind.folder && folders.at(-3) === 'objects';
    case 'bundle':
      return parent === name && grandparent === kind.folder;
  }
}
