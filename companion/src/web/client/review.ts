/**
 * The statement as rows for a person: every leaf of it stands in exactly one row, and a row holds nothing else. What
 * this file does not know by name is shown all the same, under its path. It reads the statement and the openings of
 * its commitments, and no other source.
 */
import type { ActBase, ActStatement } from '../../core/acts.ts';
import type { Json } from '../../core/canonical.ts';
import { isCommitment, type Commitment, type Opening } from '../../core/commitments.ts';
import type { DecisionStatement } from '../../core/statement.ts';
import { instantText, lengthText, readable } from './format.ts';
import { plain } from './review-evidence.ts';
import { isOwnLeaf, ownRow } from './review-own.ts';
import { said, strings } from './strings.ts';
import { gateName } from './views/parts.ts';

export interface ReviewRow {
  /** The leaves of the statement that this row shows, such as `request.fields.Purpose__c`. */
  paths: string[];
  label: string;
  text: string;
  /** The value letter by letter, where the text says it in another form. */
  exact: string | null;
  /** How a gate stands; null for all other rows. */
  state: 'open' | 'closed' | 'unknown' | null;
  kind: 'text' | 'code' | 'list';
}

export interface ReviewSection {
  key: keyof typeof strings.signing.sections;
  title: string;
  rows: ReviewRow[];
}

export type Opened = ReadonlyMap<string, Opening>;

interface Leaf {
  path: string;
  value: Json;
}

type Text = Pick<ReviewRow, 'text' | 'exact' | 'kind'>;

type Plan = readonly (readonly [ReviewSection['key'], readonly string[]])[];

/** Sections in the order of reading, each with the beginnings of the paths it holds; the longest that fits counts. */
const DECISION: Plan = [
  ['answer', ['decision', 'reason', 'window', 'authorized', 'actsFor']],
  ['request', ['request', 'deadline', 'standing', 'checkPhrase', 'mode', 'extension']],
  ['extension', ['extension.minutes', 'extension.earlier', 'extension.ledgerSize']],
  ['scope', ['scope']],
  ['rules', ['gates']],
  ['preview', ['accessPreview']],
  ['particulars', ['']],
];

const ACT: Plan = [
  ['answer', ['choice', 'reason']],
  ['change', ['shown']],
  ['asked', ['shown.people', 'shown.notified']],
  ['simulation', ['shown.simulation']],
  ['particulars', ['']],
];

const DRILL: Plan = [
  ['answer', ['choice', 'reason']],
  ['drill', ['shown']],
  ['particulars', ['']],
];

/** Rows in the order in which people ask; all others follow in the order of the statement. */
const FIRST = [
  'choice',
  'decision',
  'reason',
  'request.name',
  'request.fields.Support_Case_Number__c',
  'request.fields.Requesting_Party__c',
  'request.fields.Requested_By__c',
  'request.fields.Target_User__c',
  'request.fields.Purpose__c',
  'request.fields.Necessity__c',
  'request.fields.Data_Viewed__c',
  'request.fields.Incident_Type__c',
  'request.fields.Environment__c',
  'request.fields.Hours_Wanted__c',
  'deadline',
  'checkPhrase',
  'mode',
];
const RAW = new Set([
  'nonce',
  'request.id',
  'contact.id',
  'org.id',
  'accessPreview.digest',
  'rosterVersion',
  'policyVersion',
  'contact.rosterEntry',
  'shown.version',
  'shown.policyVersion',
  'shown.policyDigest',
  'shown.fingerprint',
]);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** @throws RangeError when a commitment has no opening: what cannot be shown must not be signed */
export function reviewSections(
  statement: DecisionStatement | ActStatement | ActBase,
  opened: Opened,
): ReviewSection[] {
  const plan = planOf(statement);
  const leaves = leavesOf(statement as unknown as Json, '');
  const rows = leaves.map((leaf) => ({ leaf, row: rowOf(leaf, opened) }));
  const rank = ({ path }: Leaf) => (FIRST.indexOf(path) + FIRST.length + 1) % (FIRST.length + 1);
  rows.sort((a, b) => rank(a.leaf) - rank(b.leaf));
  const sections = plan.map(([key]) => ({
    key,
    title: strings.signing.sections[key],
    rows: [] as ReviewRow[],
  }));
  for (const { leaf, row } of rows) {
    sections[placeOf(plan, leaf.path)]?.rows.push(row);
  }
  return sections.filter(({ rows: { length } }) => length > 0);
}

function planOf(statement: DecisionStatement | ActStatement | ActBase): Plan {
  if ('decision' in statement) return DECISION;
  return statement.type === 'drill-answer' ? DRILL : ACT;
}

/** The section whose beginning says most of the path. */
function placeOf(plan: Plan, path: string): number {
  const fits = plan.map(([, starts]) =>
    Math.max(-1, ...starts.filter((start) => begins(path, start)).map(({ length }) => length)),
  );
  return fits.indexOf(Math.max(...fits));
}

const begins = (path: string, start: string) =>
  start === '' || path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`);

/** Splits into what a person reads as one: a named person, a gate and a list of plain texts stay whole. */
function leavesOf(value: Json, path: string): Leaf[] {
  const isWhole = isNamed(value) || isGate(value, path) || isTexts(value) || isOwnLeaf(value, path);
  if (!isBranch(value) || isCommitment(value) || isWhole) return [{ path, value }];
  const parts: [string, Json][] = Array.isArray(value)
    ? value.map((item: Json, index) => [`${path}[${index}]`, item])
    : Object.entries(value).map(([name, item]) => [path === '' ? name : `${path}.${name}`, item]);
  return parts.flatMap(([at, item]) => leavesOf(item, at));
}

type Named = { id: string | null; name: Commitment };
type Verdict = { gate: string; state: 'open' | 'closed' | 'unknown'; reason: string };

function isBranch(value: Json): value is readonly Json[] | { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function isNamed(value: Json): value is Named {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).sort().join() === 'id,name' &&
    isCommitment((value as Named).name)
  );
}

function isGate(value: Json, path: string): value is Verdict & { readonly [name: string]: Json } {
  return (
    /^gates\[\d+\]$/.test(path) &&
    typeof value === 'object' &&
    value !== null &&
    'state' in value &&
    'gate' in value
  );
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function rowOf({ path, value }: Leaf, opened: Opened): ReviewRow {
  const row = { paths: pathsOf(value, path), label: labelOf(path), state: null };
  if (isGate(value, path)) {
    const { gate, state, reason, ...rest } = value;
    const extra = Object.entries(rest).map(
      ([name, item]) => `${strings.evidence[name] ?? readable(name)}: ${plain(item)}`,
    );
    const text = [strings.request.gate[state], said(reason), ...extra].join(' · ');
    return {
      ...row,
      label: gateName(gate),
      state,
      text,
      exact: whereOther(reason, said(reason)),
      kind: 'text',
    };
  }
  const own = ownRow(value, path, (commitment) => open(commitment, opened));
  if (own !== null) return { ...row, exact: null, ...own, kind: 'text' };
  if (isNamed(value)) {
    const name = open(value.name, opened);
    return { ...row, text: name, exact: value.id ?? strings.signing.none, kind: 'text' };
  }
  return { ...row, ...textOf(path, value, opened) };
}

function textOf(path: string, value: Json, opened: Opened): Text {
  const words = strings.signing;
  const text = (shown: string, exact: string | null = null): Text => ({ text: shown, exact, kind: 'text' });
  if (value === null && path === 'authorized') return text(words.nothingYet);
  if (value === null && path === 'extension') return text(strings.request.no);
  if (value === null) return text(path.startsWith('window') ? words.noBound : words.notGiven);
  if (isCommitment(value)) return text(open(value, opened));
  if (path === 'shown.overridden' && isTexts(value)) return text(value.map(gateName).join(', '));
  if (path === 'accessPreview.summary' && isTexts(value)) {
    const translated = value.map(said).join('\n');
    return { ...text(translated, whereOther(value.join('\n'), translated)), kind: 'list' };
  }
  if (isTexts(value)) return { ...text(listText(path, value)), kind: 'list' };
  if (path === 'shown.passesOn') return text(strings.acts.passesOn);
  if (typeof value === 'boolean') return text(value ? strings.request.yes : strings.request.no);
  if (typeof value === 'number') {
    return text(path === 'window.maxMinutes' ? words.minutes(lengthText(value), value) : String(value));
  }
  if (typeof value !== 'string') return text(words.none);
  if (path === 'choice') return text(strings.acts.choices[value] ?? value);
  if (RAW.has(path)) return { ...text(value), kind: 'code' };
  if (INSTANT.test(value)) return text(instantText(value), value);
  return text(
    strings.labels[value] ??
      (/^(request\.fields|shown\..*role$|actsFor)/.test(path) ? readable(value) : value),
  );
}

/** What is signed is in English: who reads a translation sees the signed words under it. */
const whereOther = (signed: string, read: string): string | null => (signed === read ? null : signed);

function listText(path: string, items: readonly string[]): string {
  const { acts } = strings;
  if (path === 'shown.signatures.given') return acts.noneYet;
  if (path !== 'shown.weakens') return items.length === 0 ? strings.signing.none : items.join('\n');
  const names = items.map((name) => acts.weakens[name] ?? acts.policy.terms[name] ?? readable(name));
  return names.length === 0 ? acts.weakensNothing : names.join('\n');
}

/** What a commitment opens to. */
function open({ commitment }: Commitment, opened: Opened): string {
  const opening = opened.get(commitment);
  if (!opening) throw new RangeError('a commitment without its opening cannot be shown');
  return opening.value;
}

function labelOf(path: string): string {
  const field = /^request\.fields\.(\w+)$/.exec(path)?.[1];
  if (field !== undefined) return strings.signing.fields[field] ?? readable(field.replace(/__c$/, ''));
  const known = strings.signing.labels[path] ?? strings.answers.labels[path];
  if (known !== undefined) return known;
  const inPlace = /^actsFor\[\d+\]\.(contact|role)$/.exec(path)?.[1];
  if (inPlace !== undefined)
    return inPlace === 'role' ? strings.signing.actsForRole : strings.signing.actsForContact;
  const signed = /^shown\.signatures\.given\[\d+\]\.(by|at)$/.exec(path)?.[1];
  if (signed !== undefined)
    return signed === 'at'
      ? strings.acts.signedAt
      : (strings.signing.labels['shown.signatures.given'] ?? path);
  if (path.startsWith('extension.')) return extensionLabel(path);
  const own = path.startsWith('shown.') ? ownLabel(path.slice('shown.'.length)) : undefined;
  if (own !== undefined) return own;
  const shown = /^shown\.(?:contacts\[(\d+)\]\.|entry\.|(before)\.)(\w+)$/.exec(path);
  if (!shown) return path;
  const label = strings.acts.entry[shown[3] ?? ''] ?? path;
  if (shown[1] !== undefined) return strings.acts.ofMember(Number(shown[1]) + 1, label);
  return shown[2] === undefined ? label : strings.acts.until(label);
}

function extensionLabel(path: string): string {
  const words = strings.extension;
  const [, number, part] = /^extension\.earlier\[(\d+)\]\.([\w.]+)/.exec(path) ?? [];
  if (number === undefined || part === undefined) return words.shown[path.slice('extension.'.length)] ?? path;
  return words.ofEarlier(Number(number) + 1, words.earlier[part] ?? part);
}

const ownLabel = (name: string) =>
  strings.acts.policy.shown[name] ??
  strings.breakGlass.shown[name] ??
  strings.drills.shown[name] ??
  strings.freeze.shown[name];

/** Every scalar below `value`, an empty list or object counting as one. A commitment is one. */
export function pathsOf(value: Json, path: string): string[] {
  if (!isBranch(value) || isCommitment(value)) return [path];
  return Array.isArray(value)
    ? value.flatMap((item: Json, index) => pathsOf(item, `${path}[${index}]`))
    : Object.entries(value).flatMap(([name, item]) => pathsOf(item, path === '' ? name : `${path}.${name}`));
}
