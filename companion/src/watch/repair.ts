/** Puts an altered record on record, writes the logged values back and freezes the request it belongs to. */
import { PERSONAL_FIELDS } from '../core/requests.ts';
import type { Json } from '../core/canonical.ts';
import { changerPaths, sealedPaths } from '../core/alterations.ts';
import { type Alteration, requestRepair } from './alterations.ts';
import { Sealer } from './commitments.ts';
import type { FieldDifference, FieldValue } from './compare.ts';
import type { Changer, Projection, Unit, WatchPorts } from './ports.ts';
import { raise } from './raise.ts';

/** Fields whose values name people or are free text: in the ledger they stand as commitments (docs/privacy.md). */
const SEALED = new Set<string>([
  ...PERSONAL_FIELDS,
  'Decided_By__c',
  'Freeze_Ended_By__c',
  'Break_Glass_Reviewed_By__c',
  'Actor__c',
  'Text_Values__c',
  'Summary__c',
  'Reason__c',
  'Statement__c',
  'Assertion__c',
  'Set_By__c',
  'Mode_Set_By__c',
  'Mode_Signed_By__c',
  'Policy_Signed_By__c',
  'Alarms__c',
  'Unsigned_Change__c',
  'Away_Until__c',
  'Last_Key_Use__c',
  'Note__c',
  'Signed_By__c',
  'Result__c',
  'Grantor_Username__c',
  'Target_Name__c',
  'Evidence__c',
  'Title__c',
  'Details__c',
]);

const REQUEST = 'Access_Request__c';
/** Objects whose alteration makes their request doubtful. */
const FREEZING = new Set([REQUEST, 'Access_Decision__c']);

export interface Repair {
  orgId: string;
  at: string;
  alteration: Alteration;
  /** Null where nobody can tell who made it, or the org does not know him. */
  changer: Changer | null;
  requestId: string | null;
  /** What the companion wrote; null for a request it never wrote to, or a row that is not ours. */
  written: Projection | null;
  ports: Pick<WatchPorts, 'hmac' | 'random'>;
}

/** Both values of one field: each opening has a path of its own. */
async function sealed(sealer: Sealer, alteration: Alteration, { name, logged, found }: FieldDifference) {
  const path = sealedPaths(alteration.object, alteration.recordId, name);
  const seal = async (value: FieldValue, at: string): Promise<Json> =>
    typeof value === 'string' && SEALED.has(name) ? await sealer.seal(at, value) : value;
  return { name, logged: await seal(logged, path.logged), found: await seal(found, path.found) };
}

/** A contact whose entry names no user is known by these: he must not look at what he altered himself. */
async function sealedNames(sealer: Sealer, by: string, { email, username }: Changer) {
  const path = changerPaths(by);
  return {
    ...(email !== null && { byAddress: await sealer.seal(path.address, email) }),
    byUsername: await sealer.seal(path.username, username),
  };
}

const WORDS: Readonly<Record<Alteration['kind'], string>> = {
  changed: 'was changed',
  deleted: 'was deleted',
  missing: 'is gone',
  'not ours': 'was not written by Countersign',
};

const plain = (value: FieldValue): string => (value === null ? '(empty)' : String(value));

function describe({ object, kind, fields, by, byName, at }: Alteration): { title: string; details: string } {
  const label = object.replace(/__c$/, '').replaceAll('_', ' ');
  const who =
    by === null
      ? 'Nobody can tell who did it.'
      : `Last changed by ${byName ?? by} at ${at ?? 'unknown time'}.`;
  const lines = fields.map(
    ({ name, logged, found }) => `${name}: on record ${plain(logged)}; found ${plain(found)}`,
  );
  return { title: `${label} ${WORDS[kind]}`, details: [who, ...lines].join('\n') };
}

/** @param freezes whether a request is frozen by it */
function nextStep({ kind }: Alteration, freezes: boolean): string {
  if (kind === 'changed' && freezes) return CHANGED_AND_FROZEN;
  if (kind === 'changed') {
    return 'The values on record have been written back. Ask the person named why, and look at the request before it goes on.';
  }
  if (kind === 'not ours')
    return 'Nothing counts that is not in the ledger. Ask the person named, and delete the row.';
  return freezes
    ? GONE_AND_FROZEN
    : 'The ledger still holds what the row said. Ask the person named why it was deleted.';
}

const CHANGED_AND_FROZEN =
  'The values on record have been written back. Ask the person named why. The request is frozen until a contact has looked at it and signed, on the page Signatures, how it goes on.';
const GONE_AND_FROZEN =
  'The ledger still holds what the row said. Ask the person named why it was deleted. The request is frozen until a contact has looked at it and signed, on the page Signatures, how it goes on.';

/** The same alteration, met again by an overlapping read, makes no second finding. */
const findingKey = ({ recordId, kind, at }: Alteration) =>
  `altered:${recordId}:${kind === 'changed' ? (at ?? '') : kind}`;

/** @returns whether this alteration is news */
export async function repair(unit: Unit, one: Repair): Promise<boolean> {
  const { orgId, at, alteration, requestId } = one;
  const { title, details } = describe(alteration);
  const request = FREEZING.has(alteration.object) ? requestId : null;
  const isNews = await raise(unit, orgId, at, {
    key: findingKey(alteration),
    kind: 'Record_altered',
    severity: 'Critical',
    title,
    details,
    nextStep: nextStep(alteration, request !== null),
    facts: [
      ['Object', alteration.object],
      ['Record', alteration.recordId],
      ['Changed by', alteration.byName ?? alteration.by ?? 'unknown'],
    ],
    requestId,
    subject: { object: alteration.object, record: alteration.recordId },
    detail: alteration.kind,
  });
  if (!isNews) return false;
  const sealer = new Sealer(one.ports.hmac, one.ports.random);
  const fields = [];
  for (const field of alteration.fields) fields.push(await sealed(sealer, alteration, field));
  const { object, recordId: record, kind, by, at: modifiedAt } = alteration;
  const byName =
    by === null || alteration.byName === null
      ? null
      : await sealer.seal(`User/${by}/Name`, alteration.byName);
  await unit.append(
    {
      ...{ v: 1, type: 'record.altered', org: orgId, at, object, record, fields, by },
      ...{ kind, byName, modifiedAt, request },
      ...(by !== null && one.changer !== null && (await sealedNames(sealer, by, one.changer))),
    },
    sealer.openings,
  );
  await writeBack(unit, one);
  if (request !== null) await freeze(unit, request, object);
  return true;
}

/** The repair of the request's own row says it in the org by itself. */
async function freeze(unit: Unit, request: string, object: string): Promise<void> {
  await unit.requests.change(request, { frozen: true });
  if (object === REQUEST) return;
  await unit.projections.intend({
    object: REQUEST,
    key: request,
    recordId: request,
    fields: { Frozen__c: true },
  });
}

async function writeBack(unit: Unit, { alteration, written, at }: Repair): Promise<void> {
  const { object, recordId, kind, key } = alteration;
  if (object === REQUEST) {
    if (kind !== 'changed') return;
    await unit.projections.intend({ object, key: recordId, recordId, fields: requestRepair(alteration, at) });
    return;
  }
  // Only rows with an external id of ours can be made anew; a person's deleted row stays deleted.
  const isOurs = written !== null && key !== null && key !== recordId;
  if (!isOurs && kind !== 'changed') return;
  if (written) await unit.projections.intend({ object, key: written.key, fields: { ...written.fields } });
}
