/** How a query's rows become the JSON of its records, letter for letter what JSON.stringify makes of the shaped ones. */
import type { JsonPiece } from '../state/json-rows.ts';
import type { Output, ParentOutput, RecordQuery } from './outputs.ts';
import { NAME_ENTITY } from './polymorphic.ts';
import { recordUrl } from './shape.ts';

/** What stands at a place of the record: a value's column, or a parent with places of its own. */
type Places = Map<string, number | { parent: ParentOutput; places: Places }>;

/**
 * The pieces of a record, or null when the query selects what only code can show: formulas, labels, bytes, sub-queries,
 * parents of several kinds.
 */
export function jsonShape({ object, outputs }: RecordQuery, version: string): JsonPiece[] | null {
  const places = placesOf(outputs);
  if (!places || !object.fields.has('id')) return null;
  return recordPieces(object.name, recordUrl(version, object.name, ''), 0, places, version);
}

function placesOf(outputs: readonly Output[]): Places | null {
  const root: Places = new Map();
  for (const output of outputs) {
    if (output.kind === 'child' || output.kind === 'typeof') return null;
    const { relationships } = output;
    if (output.kind === 'parent') {
      if (output.objects.length !== 1) return null;
      const place = { parent: output, places: new Map() };
      placesAt(root, relationships.slice(0, -1))?.set(relationships.at(-1) ?? '', place);
    } else {
      if (output.show !== 'stored' || output.value || output.field.type === 'base64') return null;
      placesAt(root, relationships)?.set(output.name, output.index);
    }
  }
  return root;
}

function placesAt(root: Places, relationships: readonly string[]): Places | null {
  let places = root;
  for (const name of relationships) {
    const place = places.get(name);
    if (place === undefined || typeof place === 'number') return null;
    places = place.places;
  }
  return places;
}

function recordPieces(type: string, url: string, id: number, places: Places, version: string): JsonPiece[] {
  const pieces: JsonPiece[] = [
    literal(`{"attributes":{"type":${JSON.stringify(type)},"url":"${url}`),
    { kind: 'letters', column: id },
    literal('"}'),
  ];
  for (const [name, place] of places) {
    pieces.push(literal(`,${JSON.stringify(name)}:`));
    pieces.push(typeof place === 'number' ? { kind: 'value', column: place } : parentPiece(place, version));
  }
  return [...pieces, literal('}')];
}

function parentPiece(
  { parent: { objects, isPolymorphic, index }, places }: { parent: ParentOutput; places: Places },
  version: string,
): JsonPiece {
  const name = objects[0]?.name ?? '';
  const url = recordUrl(version, name, '');
  const pieces = recordPieces(isPolymorphic ? NAME_ENTITY : name, url, index, places, version);
  return { kind: 'present', column: index, pieces };
}

function literal(text: string): JsonPiece {
  return { kind: 'literal', text };
}
