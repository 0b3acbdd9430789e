/** What was altered in the org, in words: beside the request, and in what a contact signs. */
import type { Json } from '../../core/canonical.ts';
import { instantText, readable } from './format.ts';
import { strings } from './strings.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Which row, who changed it last and when, as the org tells it, and how it is now. */
export function alterationText({
  object,
  kind,
  by,
  at,
  inOrg,
}: {
  object: string;
  kind: string | null;
  by: string | null;
  at: string | null;
  inOrg: string;
}): string {
  const words = strings.freeze;
  const what = words.kinds[kind ?? 'changed']?.(words.objects[object] ?? readable(object)) ?? object;
  const when = at === null ? words.noTime : instantText(at);
  return `${words.whoWhen(what, by ?? words.nobody, when)}. ${words.inOrg[inOrg] ?? inOrg}`;
}

export function fieldName(name: string): string {
  return strings.signing.fields[name] ?? strings.freeze.fields[name] ?? readable(name.replace(/__c$/, ''));
}

export function bothValues(logged: Json, found: Json): string {
  return strings.freeze.values(valueText(logged), valueText(found));
}

function valueText(value: Json): string {
  if (value === null || value === '') return strings.freeze.empty;
  if (typeof value === 'boolean') return value ? strings.request.yes : strings.request.no;
  if (typeof value !== 'string') return JSON.stringify(value);
  return INSTANT.test(value) ? instantText(value) : (strings.labels[value] ?? value);
}
