/** Records with everything that a page needs to show them: their layouts and the descriptions of their objects. */
import type { Engine } from '../../state/engine.ts';
import type { ApiRequest } from '../route.ts';
import { recordOf, selection } from './fields.ts';
import { layoutFields, layoutMode, layoutType, recordLayout } from './layouts.ts';
import type { LayoutMode, LayoutType } from './layouts.ts';
import { isLayoutable, objectInfo } from './object-info.ts';
import { eTag, masterRecordType, readRecord, type Representation } from './records.ts';
import { addLayoutFields, addFields, listed } from './request.ts';

type Layout = ReturnType<typeof recordLayout>;
/** Object → record type → layout type → mode. */
type Layouts = Record<string, Record<string, Record<string, Record<string, Layout>>>>;

/** Nobody's collapsed sections are kept: all are open. */
function userState({ sections }: Layout, id: string) {
  const states = sections.flatMap((section) =>
    section.id ? [[section.id, { collapsed: false, id: section.id }] as const] : [],
  );
  return { id, sectionUserStates: Object.fromEntries(states) };
}

/** What `record-ui/{ids}` answers. */
export async function recordUi(org: Engine, request: ApiRequest, ids: readonly string[]) {
  const { user } = request.session;
  const { query } = request;
  const types = orElse(listed(query.get('layoutTypes')), 'Full').map(layoutType);
  const modes = orElse(listed(query.get('modes')), 'View').map(layoutMode);
  const layouts: Layouts = {};
  const objectInfos: Record<string, ReturnType<typeof objectInfo>> = {};
  const records: Record<string, Representation> = {};
  const layoutUserStates: Record<string, ReturnType<typeof userState>> = {};
  for (const given of ids) {
    const { object, id } = recordOf(org.metadata, given);
    objectInfos[object.name] ??= objectInfo(org.metadata, user, object);
    const tree = selection(object);
    addFields(org, user, tree, { fields: [], optional: listed(query.get('optionalFields')) });
    for (const [type, mode] of isLayoutable(object) ? pairs(types, modes) : []) {
      const layout = recordLayout(org.metadata, user, object, type, mode);
      const byType = ((layouts[object.name] ??= {})[masterRecordType] ??= {});
      (byType[type] ??= {})[mode] = layout;
      if (layout.id) layoutUserStates[layout.id] = userState(layout, layout.id);
      addLayoutFields(org, user, tree, layoutFields(org.metadata, user, object, type, mode));
    }
    records[id] = await readRecord(org, user, tree, id);
  }
  const content = { layoutUserStates, layouts, objectInfos, records };
  return { ...content, eTag: eTag(content) };
}

function orElse(given: string[], preset: string): string[] {
  return given.length > 0 ? given : [preset];
}

function pairs(types: readonly LayoutType[], modes: readonly LayoutMode[]): [LayoutType, LayoutMode][] {
  return types.flatMap((type) => modes.map((mode): [LayoutType, LayoutMode] => [type, mode]));
}
