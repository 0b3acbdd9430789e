/** One schema per entry type: nothing enters the ledger, and nothing is read back from it, that does not fit its type. */
import { z } from 'zod';
import { ACT_TYPES } from '../core/acts.ts';
import { REVIEW_OUTCOMES } from '../core/break-glass.ts';
import type { EntryType, LedgerEntry } from '../core/entries/entries.ts';
import type { GateVerdict } from '../core/funnel.ts';
import { REQUEST_STATES } from '../core/requests.ts';
import { ALTERATION_SCHEMAS } from './alteration-schemas.ts';
import { DRILL_SCHEMAS } from './drill-schemas.ts';
import { commitment, fact, factOf, hex64, id, index, instant, json } from './entry-parts.ts';

/** Absent in entries of before there were second signatures. */
const cosigned = z.exactOptional(z.array(index));
const outcome = z.enum(REVIEW_OUTCOMES);
const fields = z.record(z.string(), json);
const state = z.enum(REQUEST_STATES);
const mode = z.enum(['Standard', 'Opt_out_enabled']);
const evidence = z.array(z.strictObject({ source: z.string(), key: z.string() }));
const assertion = z.strictObject({
  credentialId: z.string(),
  clientDataJSON: z.string(),
  authenticatorData: z.string(),
  signature: z.string(),
});
const window = z.strictObject({ start: instant, end: instant });

const gate = z.strictObject({
  gate: z.string(),
  state: z.enum(['open', 'closed', 'unknown']),
  reason: z.string(),
  until: z.exactOptional(instant),
  evidence: z.exactOptional(json),
  overridden: z.exactOptional(z.literal('break-glass')),
}) satisfies z.ZodType<GateVerdict>;

const evaluation = {
  request: id,
  revision: z.number().int().positive(),
  policyVersion: z.string(),
  rosterVersion: z.string(),
  gates: z.array(gate),
  outcome: z.enum(['open', 'closed', 'waits']),
};

/** By type; a change of a shape is a new version with a schema beside the old one. */
const ENTRY_SCHEMAS = {
  'ledger.opened': fact('ledger.opened', { demonstration: z.boolean(), origin: z.string() }),
  'rp_id.set': fact('rp_id.set', { rpId: z.string() }),
  'request.revision': fact('request.revision', {
    request: id,
    name: z.string(),
    revision: z.number().int().positive(),
    state,
    fields,
    by: id.nullable(),
    modifiedAt: instant,
  }),
  'policy.seen': fact('policy.seen', { version: z.string(), values: fields }),
  'policy.in_force': fact('policy.in_force', { version: z.string(), signed: index.nullable(), cosigned }),
  'policy.evaluated': z.discriminatedUnion('v', [
    fact('policy.evaluated', evaluation),
    factOf('policy.evaluated', 2, {
      ...evaluation,
      submittedAt: instant.nullable(),
      deadline: instant.nullable(),
      mode: mode.nullable(),
    }),
  ]),
  'request.state': fact('request.state', {
    request: id,
    from: z.enum(['New', ...REQUEST_STATES]),
    to: state,
    because: z.string(),
  }),
  'roster.sealed': fact('roster.sealed', {
    version: z.string(),
    contacts: z.array(
      z.strictObject({
        ...{ id, name: commitment, address: commitment, role: z.string(), level: z.number().int() },
        active: z.exactOptional(z.literal(false)),
        mayDecide: z.exactOptional(z.boolean()),
        userId: z.exactOptional(id.nullable()),
      }),
    ),
    by: z.string(),
  }),
  'act.signed': fact('act.signed', {
    contact: id,
    act: z.enum(ACT_TYPES),
    subject: id,
    choice: z.string(),
    statement: json,
    digest: hex64,
    assertion,
  }),
  'roster.changed': fact('roster.changed', {
    version: z.string(),
    contact: id,
    entry: z.strictObject({
      ...{ name: commitment, address: commitment, role: z.string(), level: z.number().int() },
      active: z.boolean(),
      userId: id.nullable(),
      mayDecide: z.exactOptional(z.boolean()),
      channels: z.exactOptional(z.string()),
    }),
    signed: index,
    cosigned,
  }),
  'roster.narrowed': fact('roster.narrowed', {
    version: z.string(),
    narrowed: z.array(z.strictObject({ contact: id, active: z.boolean(), mayDecide: z.boolean() })),
  }),
  'absence.set': fact('absence.set', { contact: id, absence: id, from: instant, until: instant }),
  'absence.withdrawn': fact('absence.withdrawn', { contact: id, absence: id }),
  'delegation.set': fact('delegation.set', {
    ...{ contact: id, delegate: id, absence: id, from: instant, until: instant, signed: index },
  }),
  'delegation.ended': fact('delegation.ended', { contact: id, absence: id, signed: index }),
  'roster.proposed': fact('roster.proposed', { contact: id, fields }),
  'mode.proposed': fact('mode.proposed', {
    mode,
    effectiveFrom: instant,
    by: commitment,
    reason: z.exactOptional(commitment),
    row: z.exactOptional(id),
  }),
  'mode.set': fact('mode.set', {
    mode,
    effectiveFrom: instant,
    by: commitment,
    signed: z.exactOptional(index.nullable()),
    cosigned,
  }),
  'host.moving': fact('host.moving', { from: z.url(), next: z.url() }),
  'host.moved': fact('host.moved', { from: z.url(), next: z.url(), left: z.array(id), by: commitment }),
  'idp.bound': fact('idp.bound', { contact: id, issuer: z.url(), address: commitment, subject: commitment }),
  'idp.unbound': fact('idp.unbound', {
    ...{ contact: id, issuer: z.url(), by: commitment, signed: z.exactOptional(index) },
  }),
  'key.enrolled': fact('key.enrolled', {
    contact: id,
    address: commitment,
    credentialId: z.string(),
    publicKey: z.string(),
    alg: z.number().int(),
    aaguid: z.string(),
    rpId: z.string(),
    invitedBy: z.string(),
    vouchedForBy: z.string().nullable(),
  }),
  'key.vouched': fact('key.vouched', { contact: id, fingerprint: hex64, signed: index }),
  'key.revoked': fact('key.revoked', { contact: id, fingerprint: hex64, signed: index }),
  notice: fact('notice', {
    request: id.nullable(),
    contact: id.nullable(),
    kind: z.string(),
    channel: z.string(),
    delivery: z.string(),
    result: z.enum(['accepted', 'failed']),
  }),
  'ladder.climbed': fact('ladder.climbed', {
    request: id,
    step: z.enum(['asked', 'reminded']),
    level: z.number().int().nullable(),
    percent: z.number().int().nullable(),
    contacts: z.array(id),
  }),
  'decision.received': fact('decision.received', {
    request: id,
    contact: id,
    decision: z.string(),
    statement: json,
    digest: hex64,
    assertion,
  }),
  'decision.effective': fact('decision.effective', {
    request: id,
    received: index,
    window: window.nullable(),
    state,
  }),
  'decision.without_effect': fact('decision.without_effect', {
    request: id,
    received: index,
    because: z.string(),
  }),
  'approvals.voided': fact('approvals.voided', {
    request: id,
    received: z.array(index).min(1),
    policyVersion: z.string(),
    rosterVersion: z.string(),
  }),
  'breakglass.opened': fact('breakglass.opened', {
    request: id,
    revision: z.number().int().positive(),
    evaluated: index,
    window,
    reviewDue: instant,
    told: z.array(id),
  }),
  'breakglass.reviewed': fact('breakglass.reviewed', { request: id, opened: index, outcome, signed: index }),
  'window.opened': fact('window.opened', { request: id, start: instant, end: instant }),
  'window.ended': fact('window.ended', { request: id, outcome: z.string() }),
  'grant.asked': fact('grant.asked', { request: id, user: id }),
  'grant.declined': fact('grant.declined', { request: id, user: id, reason: commitment }),
  'grant.seen': fact('grant.seen', {
    grant: z.string(),
    user: id,
    userName: commitment.nullable(),
    grantedTo: z.string(),
    state: z.enum(['Live', 'Revoked', 'Expired']),
    grantedAt: instant.nullable(),
    endedAt: instant.nullable(),
    expirationDate: z.iso.date().nullable(),
    zone: z.string(),
    evidence,
  }),
  'access.seen': fact('access.seen', {
    access: z.string(),
    actorClass: z.string(),
    actor: commitment.nullable(),
    actorKey: z.string().nullable(),
    target: fields,
    targetName: commitment.nullable(),
    caseIdentifier: z.string().nullable(),
    caseCandidates: z.exactOptional(z.array(z.string().nullable())),
    loginAt: instant,
    logoutAt: instant.nullable(),
    evidence,
    supersedes: z.array(z.string()),
  }),
  verdict: fact('verdict', {
    subject: z.enum(['access', 'grant']),
    key: z.string(),
    verdict: z.string(),
    strength: z.string(),
    provisional: z.boolean(),
    request: id.nullable(),
    reason: z.string(),
    replaces: index.nullable(),
  }),
  finding: fact('finding', {
    key: z.string(),
    kind: z.string(),
    severity: z.enum(['Critical', 'Warning', 'Notice']),
    subject: fields,
    detail: z.string(),
  }),
  coverage: fact('coverage', {
    source: z.string(),
    from: instant.nullable(),
    to: instant.nullable(),
    readable: z.boolean(),
    gaps: z.array(z.strictObject({ from: instant, to: instant, reason: z.string() })),
    knownDelayMinutes: z.number().int(),
    reason: z.string().nullable(),
  }),
  'clock.offset': fact('clock.offset', { milliseconds: z.number() }),
  baseline: fact('baseline', { accesses: index, grants: index, until: instant }),
  'report.made': fact('report.made', {
    report: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    bundle: z.string(),
    checkpoint: z.string(),
  }),
  'token.made': fact('token.made', {
    token: id,
    name: commitment,
    scopes: z.array(z.string()),
    senders: z.array(z.string()),
    expiresAt: instant,
    by: commitment,
  }),
  'token.revoked': fact('token.revoked', { token: id, by: commitment }),
  'intake.received': fact('intake.received', {
    request: id,
    token: id,
    key: id,
    caseNumber: z.string(),
    sender: commitment,
    ask: commitment,
    missing: z.array(z.string()),
  }),
  ...ALTERATION_SCHEMAS,
  ...DRILL_SCHEMAS,
} satisfies { [Type in EntryType]: z.ZodType<Extract<LedgerEntry, { type: Type }>> };

/** @throws ZodError when the entry does not fit the schema of its type */
export function parseEntry(entry: LedgerEntry): LedgerEntry {
  return ENTRY_SCHEMAS[entry.type].parse(entry);
}
