/** A request that extends an earlier one: the chain it follows on, what was done in it so far, and who may start one. */
import { toHex, utf8 } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import {
  type ExtendedRequest,
  extensionProblem,
  LONGEST_CHAIN,
  minutesOf,
  type SoFar,
  soFarOf,
} from '../core/extensions.ts';
import type { ShownExtension } from '../core/statement.ts';
import { clockTime } from './clock.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { requestSeen } from './requests.ts';
import { textOf } from './revisions.ts';
import type { StoredContact, StoredRequest } from './rows.ts';
import type { Sealer } from './sealer.ts';

/** Record id of what the request says that it extends; null when it extends none. */
const extendedBy = ({ content }: Pick<StoredRequest, 'content'>): string | null =>
  textOf(content, 'Extends__c');

/** The earlier requests of a chain, newest first. A name that leads nowhere, or back, ends it. */
async function chainOf(rows: Rows, request: StoredRequest): Promise<StoredRequest[]> {
  const chain: StoredRequest[] = [];
  let next = extendedBy(request);
  while (next !== null && chain.length <= LONGEST_CHAIN) {
    const earlier: StoredRequest | null = await rows.requests.get(next);
    if (!earlier || earlier.id === request.id || chain.some(({ id }) => id === earlier.id)) break;
    chain.push(earlier);
    next = extendedBy(earlier);
  }
  return chain;
}

/** As the rules read an earlier request; null when it is not known here. */
export async function extendedRequest(rows: Rows, id: string): Promise<ExtendedRequest | null> {
  const earlier = await rows.requests.get(id);
  if (!earlier) return null;
  const { name, state, caseNumber, targetUser, windowEnd } = earlier;
  return { id, name, state, caseNumber, targetUser, windowEnd, depth: (await chainOf(rows, earlier)).length };
}

/** @returns what the gate is given: nothing at all for a request that extends none */
export async function extensionGround(
  rows: Rows,
  request: StoredRequest,
): Promise<{ extended?: ExtendedRequest | null }> {
  const id = extendedBy(request);
  return id === null ? {} : { extended: await extendedRequest(rows, id) };
}

async function countedChain({ org, store }: RelayPorts, request: StoredRequest) {
  const chain = await chainOf(store.rows(org.orgId), request);
  const { size } = await store.ledger.head(org.orgId);
  const counted: SoFar[] = [];
  for (const { id } of chain) {
    const entries = await store.ledger.entries(org.orgId, { from: 0, to: size, request: id });
    counted.push(soFarOf(id, entries));
  }
  return { chain, counted, size };
}

/** For the page. `grant` is as the watch saw it last; the counts are those that a signature would hold now. */
export async function extensionView(ports: RelayPorts, request: StoredRequest) {
  if (extendedBy(request) === null) return null;
  const names = await contactNames(ports);
  const { chain, counted } = await countedChain(ports, request);
  return {
    minutes: minutesOf(counted),
    earlier: chain.map(({ id, name, state, grantStep, grantEnd }, at) => {
      const { window = null, approvers = [], logins = 0, findings = 0 } = counted[at] ?? {};
      return {
        ...{ id, name, state, window, logins, findings, grant: { step: grantStep, end: grantEnd } },
        approvers: approvers.map((contact) => names.get(contact) ?? contact),
      };
    }),
  };
}

/** For the statement: the same counts, with the names of those who approved as commitments. */
export async function shownExtension(
  ports: RelayPorts,
  request: StoredRequest,
  seal: Sealer['seal'],
): Promise<ShownExtension | null> {
  if (extendedBy(request) === null) return null;
  const names = await contactNames(ports);
  const { counted, size } = await countedChain(ports, request);
  const references = new Map<string, ShownExtension['earlier'][number]['approvers'][number]>();
  for (const id of new Set(counted.flatMap(({ approvers }) => approvers))) {
    const path = `Authorization_Contact__c/${id}/Name`;
    references.set(id, { id, name: await seal(path, names.get(id) ?? id) });
  }
  return {
    ledgerSize: size,
    minutes: minutesOf(counted),
    earlier: counted.map(({ id, name, state, window, approvers, logins, findings, grant }) => ({
      ...{ id, name, state, window, logins, findings, grant },
      approvers: approvers.flatMap((contact) => references.get(contact) ?? []),
    })),
  };
}

async function contactNames({ org, store }: RelayPorts): Promise<Map<string, string>> {
  const contacts = await store.rows(org.orgId).contacts.list();
  return new Map(contacts.map(({ id, name }) => [id, name]));
}

/** Requests that extend this one, newest first: they are about the same case. */
export async function extensionsOf(rows: Rows, { id, caseNumber }: StoredRequest): Promise<StoredRequest[]> {
  return (await rows.requests.ofCase(caseNumber, id)).filter((other) => extendedBy(other) === id);
}

/** @returns why it cannot be extended now, in one sentence; null when it can */
export async function hindranceToExtend(
  rows: Rows,
  { id, caseNumber, targetUser }: Pick<StoredRequest, 'id' | 'caseNumber' | 'targetUser'>,
  now: string,
): Promise<string | null> {
  return extensionProblem({ id: '', caseNumber, targetUser }, await extendedRequest(rows, id), now);
}

export interface Extend {
  requestId: string;
  /** Of the page's form: sent twice it makes one request. */
  key: string;
  purpose: string;
  necessity: string;
  hoursWanted: number;
}

/** What an extension takes over from the request before it. */
const TAKEN_OVER = [
  'Support_Case_Number__c',
  'Support_Case_Id__c',
  'Requesting_Party__c',
  'Incident_Type__c',
  'Data_Viewed__c',
  'Target_User__c',
  'Environment__c',
] as const;

/**
 * A contact asks for more time. It becomes a new request with his address as requester, by the way of an intake, so it is
 * evaluated, asked about and decided like any other, and not by him.
 * @returns the id of the new request
 * @throws AppError not_found, not_extendable, org_unreachable
 */
export async function extend(
  ports: RelayPorts,
  contact: StoredContact,
  { requestId, key, purpose, necessity, hoursWanted }: Extend,
): Promise<{ id: string }> {
  const { org, store, sha256 } = ports;
  const rows = store.rows(org.orgId);
  const earlier = await rows.requests.get(requestId);
  if (!earlier) throw new AppError('not_found', 'There is no such request.');
  const problem = await hindranceToExtend(rows, earlier, await clockTime(ports));
  if (problem !== null) throw new AppError('not_extendable', problem);
  const taken = Object.fromEntries(TAKEN_OVER.map((field) => [field, earlier.content[field] ?? null]));
  const fields = {
    ...(taken as Record<string, string | null>),
    ...{ Org_Id__c: org.orgId, State__c: 'Submitted', Requested_By_Address__c: contact.address },
    ...{ Extends__c: requestId, Purpose__c: purpose, Necessity__c: necessity, Hours_Wanted__c: hoursWanted },
  };
  const digest = toHex(await sha256(utf8([contact.id, requestId, key].join('\n'))));
  const id = await org.raise(`extension-${digest.slice(0, 40)}`, fields);
  const [raw] = await org.readRequests({ ids: [id] }, { deleted: false });
  if (raw) await requestSeen(ports, raw);
  return { id };
}
