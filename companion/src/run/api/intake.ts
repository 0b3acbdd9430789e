/**
 * From a ticket to an access request in the org. What the ticket says of its sender is recorded as an address that nobody
 * has proved: it never becomes a user, a contact or a right. The ask is kept word for word beside its case number.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { extensionProblem } from '../../core/extensions.ts';
import { parseIntake, TemplateError } from '../../core/intake-template.ts';
import type { OrgUser } from '../../org/records.ts';
import { extendedRequest } from '../../relay/extensions.ts';
import { timelineIntention } from '../../relay/org-rows.ts';
import type { Bounce } from '../../relay/bounces.ts';
import type { Fields } from '../../relay/rows.ts';
import { sealer } from '../../relay/sealer.ts';
import type { Store } from '../../store/store.ts';
import type { Caller, Works } from '../../web/api/ports.ts';
import { type IntakeInput, intakeInput } from '../../web/api/shapes/index.ts';
import { hmac, random } from '../crypto.ts';
import { readMail } from './mail-intake.ts';

export interface IntakeOrg {
  readonly orgId: string;
  readonly environment: string;
  findUser(named: string): Promise<Pick<OrgUser, 'id'> | null>;
  requestOfKey(key: string): Promise<string | null>;
  raise(clientKey: string, fields: Fields): Promise<string>;
}

export interface IntakeDeps {
  org: IntakeOrg;
  store: Store;
  now: () => Promise<Temporal.Instant>;
  /** There is something to see in the org, and to write to it. Not waited for. */
  look: () => void;
}

type Result = Awaited<ReturnType<Works['intake']>>;

/** What only a whole mail has. */
const PLAIN = { attachmentsIgnored: 0, bounced: [] };

/**
 * @param raw a mail as it came over the wire
 * @throws AppError as `takeIntake`; scope_missing for a bounce, which other tickets need not tell
 */
export async function takeMail(
  deps: IntakeDeps & { bounced(bounce: Bounce): Promise<boolean> },
  caller: Caller,
  raw: Uint8Array,
): Promise<Result> {
  const mail = await readMail(raw);
  if (mail.kind === 'ticket') {
    const taken = await takeIntake(deps, caller, mail.template);
    return { ...taken, attachmentsIgnored: mail.attachments };
  }
  if (!caller.scopes.includes('deliveries:write'))
    throw new AppError('scope_missing', 'The token may not tell of mails that came back: deliveries:write.');
  const bounced: string[] = [];
  for (const bounce of mail.bounces) if (await deps.bounced(bounce)) bounced.push(bounce.deliveryId);
  return { ...PLAIN, requestId: null, created: false, state: null, missing: [], bounced };
}

/** @throws AppError sender_rejected, malformed, in_progress, org_unreachable, configuration */
export async function takeIntake(
  deps: IntakeDeps,
  caller: Caller,
  input: IntakeInput | string,
): Promise<Result> {
  const ticket = typeof input === 'string' ? fromTemplate(input) : input;
  requireSender(caller, ticket.sender);
  const key = clientKey(ticket.ticket);
  const at = (await deps.now()).toString();
  // Two calls with one ticket at the same time must not make two requests, also when they reach two companions.
  const turn = { tokenId: `intake:${deps.org.orgId}`, key, fingerprint: '' };
  const { kind } = await deps.store.apiCalls.begin(turn, at);
  if (kind !== 'new') throw new AppError('in_progress', 'This ticket is being taken in by another call.');
  try {
    return await raise(deps, caller, ticket, key, at);
  } finally {
    await deps.store.apiCalls.forget(turn);
  }
}

async function raise(
  deps: IntakeDeps,
  caller: Caller,
  ticket: IntakeInput,
  key: string,
  at: string,
): Promise<Result> {
  const { org, store } = deps;
  const before = await org.requestOfKey(key);
  const known = await store.rows(org.orgId).intakes.get(key);
  if (before !== null && known)
    return { ...PLAIN, requestId: before, created: false, state: null, missing: [] };
  const target = ticket.targetUser === undefined ? null : await org.findUser(ticket.targetUser);
  const earlier = await extendedOf(deps, ticket, target, at);
  const missing = missingOf(ticket, target);
  const state = missing.length === 0 ? 'Submitted' : 'Draft';
  // A request without its entry was written by a companion that was stopped in between: only the entry is missing.
  const requestId = before ?? (await write(org, { ticket, target, earlier, key, state }));
  await log(deps, caller, { ticket, key, requestId, missing, at });
  deps.look();
  return { ...PLAIN, requestId, created: before === null, state, missing };
}

/** Needed before a request can be submitted; the validation rules of the org say the same. */
function missingOf(ticket: IntakeInput, target: { id: string } | null): string[] {
  const needed = [
    'requestingParty',
    'incidentType',
    'purpose',
    'necessity',
    'dataViewed',
    'hoursWanted',
  ] as const;
  return [...needed.filter((name) => ticket[name] === undefined), ...(target === null ? ['targetUser'] : [])];
}

/** @returns the record id of what the ticket extends. @throws AppError malformed, not_extendable */
async function extendedOf(
  { org, store }: IntakeDeps,
  { extends: named, caseNumber }: IntakeInput,
  target: { id: string } | null,
  at: string,
): Promise<string | null> {
  if (named === undefined) return null;
  const rows = store.rows(org.orgId);
  const earlier = (await rows.requests.get(named)) ?? (await rows.requests.byName(named));
  if (!earlier) throw new AppError('malformed', `There is no request ${named} that could be extended.`);
  // Left open, the target user is filled in by a person, and the policy holds both against each other.
  const targetUser = target?.id ?? earlier.targetUser;
  const extended = await extendedRequest(rows, earlier.id);
  const problem = extensionProblem({ id: '', caseNumber, targetUser }, extended, at);
  if (problem !== null) throw new AppError('not_extendable', problem);
  return earlier.id;
}

interface Raised {
  ticket: IntakeInput;
  target: { id: string } | null;
  earlier: string | null;
  key: string;
  state: string;
}

async function write(org: IntakeOrg, { ticket, target, earlier, key, state }: Raised): Promise<string> {
  const { dataViewed } = ticket;
  const fields = {
    Org_Id__c: org.orgId,
    State__c: state,
    Requested_By_Address__c: ticket.sender,
    Support_Case_Number__c: ticket.caseNumber,
    Support_Case_Id__c: ticket.caseId ?? null,
    Extends__c: earlier,
    Requesting_Party__c: ticket.requestingParty ?? null,
    Incident_Type__c: ticket.incidentType ?? null,
    Purpose__c: ticket.purpose ?? null,
    Necessity__c: ticket.necessity ?? null,
    Data_Viewed__c: dataViewed === undefined ? null : dataViewed ? 'Yes' : 'No',
    Target_User__c: target?.id ?? null,
    Environment__c: org.environment,
    Hours_Wanted__c: ticket.hoursWanted ?? null,
  };
  return org.raise(key, fields);
}

async function log(
  { org, store }: IntakeDeps,
  { tokenId, org: orgId }: Caller,
  taken: { ticket: IntakeInput; key: string; requestId: string; missing: string[]; at: string },
): Promise<void> {
  const { ticket, key, requestId, missing, at } = taken;
  const { sender, ask, caseNumber } = ticket;
  const { seal, openings } = sealer({ hmac, random });
  const sealed = {
    sender: await seal(`intake/${key}/sender`, sender),
    ask: await seal(`intake/${key}/ask`, ask),
  };
  await store.unit(org.orgId, async (unit) => {
    const pointer = await unit.append(
      {
        ...{ v: 1, type: 'intake.received', org: orgId, at, request: requestId, token: tokenId },
        ...{ key, caseNumber, ...sealed, missing },
      },
      openings,
    );
    const { index } = pointer;
    await unit.intakes.put({ key, requestId, tokenId, sender, ask, receivedAt: at, index });
    const entry = {
      ...{ requestId, kind: 'Revision' as const, at, actor: sender, textKey: 'request.intake' },
      values: { ticket: ticket.ticket, case: caseNumber },
      summary: `Ticket ${ticket.ticket} for support case ${caseNumber} asked: ${ask}`,
    };
    await unit.projections.intend(timelineIntention(orgId, entry, pointer));
  });
}

function fromTemplate(text: string): IntakeInput {
  try {
    return intakeInput.parse(parseIntake(text));
  } catch (error) {
    if (error instanceof TemplateError) throw new AppError('malformed', error.message);
    if (error instanceof z.ZodError) throw new AppError('malformed', z.prettifyError(error));
    throw error;
  }
}

/** The domain as a whole: `bank.example` does not speak for `mail.bank.example`. */
function requireSender({ senders }: Caller, sender: string): void {
  const domain = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  if (!senders.includes(domain)) {
    throw new AppError('sender_rejected', `The token allows no senders of the domain ${domain}.`);
  }
}

/** The same for every token: a ticket that comes again after a token was changed is the same ticket. */
function clientKey(ticket: string): string {
  return `ticket-${createHash('sha256').update(ticket).digest('hex').slice(0, 40)}`;
}
