/** Record layouts in the UI API's form, as a user sees them in one mode. */
import { OrgError } from '../../errors.ts';
import { pageLayout } from '../../metadata/layouts.ts';
import type { LayoutItem, PageLayout } from '../../metadata/layouts.ts';
import { findField } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import type { UserContext } from '../../state/engine.ts';
import { nameFieldOf } from './fields.ts';
import { metadataId } from './ids.ts';
import { eTag, masterRecordType } from './records.ts';

const layoutTypes = ['Full', 'Compact'] as const;
const layoutModes = ['View', 'Edit', 'Create'] as const;
export type LayoutType = (typeof layoutTypes)[number];
export type LayoutMode = (typeof layoutModes)[number];

/** @throws OrgError for a type that does not exist */
export function layoutType(text: string): LayoutType {
  return oneOf(layoutTypes, text, 'layoutType');
}

/** @throws OrgError for a mode that does not exist */
export function layoutMode(text: string): LayoutMode {
  return oneOf(layoutModes, text, 'mode');
}

function oneOf<T extends string>(known: readonly T[], text: string, parameter: string): T {
  const found = known.find((item) => item === text);
  if (found) return found;
  const message = `Illegal value for query parameter '${parameter}': ${text}`;
  throw new OrgError(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', message);
}

/** A place of a layout. */
interface RecordLayoutItem {
  editableForNew: boolean;
  editableForUpdate: boolean;
  label: string;
  layoutComponents: { apiName: string | null; componentType: 'Field' | 'EmptySpace'; label: string | null }[];
  lookupIdApiName: string | null;
  required: boolean;
  sortable: boolean;
  uiBehavior: LayoutItem['behavior'] | null;
}

/** The layout of an object; fields that the user may not read are not in it. */
export function recordLayout(
  metadata: OrgMetadata,
  user: UserContext,
  object: ObjectMetadata,
  type: LayoutType,
  mode: LayoutMode,
) {
  const layout = type === 'Full' ? pageLayout(metadata, object) : null;
  const id = layout && metadataId('00h', layout.name);
  const sections = layout
    ? layout.sections
        .map((section, index) =>
          fullSection(user, object, section, metadataId('01B', `${layout.name}/${index}`), mode),
        )
        .filter(({ layoutRows }) => layoutRows.length > 0)
    : [compactSection(user, object)];
  const content = {
    id,
    layoutType: type,
    mode,
    objectApiName: object.name,
    recordTypeId: masterRecordType,
    saveOptions: [],
    sections,
  };
  return { eTag: eTag(content), ...content };
}

/** The fields that a layout shows to the user, in order. */
export function layoutFields(
  metadata: OrgMetadata,
  user: UserContext,
  object: ObjectMetadata,
  type: LayoutType,
  mode: LayoutMode,
): string[] {
  const { sections } = recordLayout(metadata, user, object, type, mode);
  const items = sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems));
  return items.flatMap(({ layoutComponents }) => layoutComponents.flatMap(({ apiName }) => apiName ?? []));
}

function fullSection(
  user: UserContext,
  object: ObjectMetadata,
  { heading, detailHeading, editHeading, columns }: PageLayout['sections'][number],
  id: string,
  mode: LayoutMode,
) {
  const shown = columns.map((items) => items.filter((item) => isShown(user, object, item, mode)));
  const rows = Math.max(0, ...shown.map((items) => items.length));
  const layoutRows = Array.from({ length: rows }, (_, row) => ({
    layoutItems: shown.map((items) => layoutItem(user, object, items[row] ?? empty)),
  }));
  return {
    collapsible: false,
    columns: columns.length,
    heading,
    id,
    layoutRows,
    rows,
    useHeading: mode === 'View' ? detailHeading : editHeading,
  };
}

const empty: LayoutItem = { field: null, behavior: 'Readonly' };

function isShown(user: UserContext, object: ObjectMetadata, item: LayoutItem, mode: LayoutMode): boolean {
  if (item.field === null) return true;
  const field = findField(object, item.field);
  if (!field || !user.field(object.name, field.name).read) return false;
  // What nobody can enter is not asked for.
  return mode !== 'Create' || (field.createable && item.behavior !== 'Readonly');
}

function layoutItem(
  user: UserContext,
  object: ObjectMetadata,
  { field: name, behavior }: LayoutItem,
): RecordLayoutItem {
  const field = name === null ? undefined : findField(object, name);
  if (!field) {
    return {
      ...{ editableForNew: false, editableForUpdate: false, label: '', lookupIdApiName: null },
      layoutComponents: [{ apiName: null, componentType: 'EmptySpace', label: null }],
      ...{ required: false, sortable: false, uiBehavior: null },
    };
  }
  const editable = behavior !== 'Readonly' && user.field(object.name, field.name).edit;
  return {
    editableForNew: editable && field.createable,
    editableForUpdate: editable && field.updateable,
    label: labelOf(field),
    layoutComponents: [{ apiName: field.name, componentType: 'Field', label: field.label }],
    lookupIdApiName: field.type === 'reference' ? field.name : null,
    required: behavior === 'Required',
    sortable: false,
    uiBehavior: behavior,
  };
}

function compactSection(user: UserContext, object: ObjectMetadata) {
  const name = nameFieldOf(object);
  const item = name && {
    ...layoutItem(user, object, { field: name.name, behavior: 'Edit' }),
    lookupIdApiName: 'Id',
  };
  const layoutRows: { layoutItems: RecordLayoutItem[] }[] = item
    ? [{ layoutItems: [{ ...item, uiBehavior: null }] }]
    : [];
  return {
    ...{ collapsible: false, columns: 1, heading: null, id: null },
    ...{ layoutRows, rows: layoutRows.length, useHeading: false },
  };
}

/** A lookup's place is labelled with what it leads to: `Owner ID` is shown as `Owner`. */
function labelOf({ type, custom, label }: FieldMetadata): string {
  return type === 'reference' && !custom ? label.replace(/ ID$/, '') : label;
}
