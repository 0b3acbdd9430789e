/**
 * A ledger as one journey leaves it, made with real keys: the authenticator is imitated at the edge, everything else is
 * the product's own code. Deterministic but for the keys and salts.
 */
import { randomBytes } from 'node:crypto';
import { toBase64url, toHex, utf8 } from '../src/core/bytes.ts';
import { canonicalize, type Json } from '../src/core/canonical.ts';
import type { NoteSigner } from '../src/core/checkpoint.ts';
import { type Commitment, commitmentOf, type Opening } from '../src/core/commitments.ts';
import { KNOWN_DELAY_MINUTES, type Source } from '../src/core/coverage.ts';
import type { LedgerEntry } from '../src/core/entries/entries.ts';
import { applyEntry, grantContext, noFacts, reconcileContext } from '../src/core/facts.ts';
import { reconcileGrant } from '../src/core/grants.ts';
import { reconcileAccesses } from '../src/core/reconcile.ts';
import { type Bounds, effectiveWindow } from '../src/core/windows.ts';
import { kitCrypto } from '../src/reports/kit-crypto.ts';
import { GATES, POLICY, versionOf } from './sample-policy.ts';
import { sealed } from './sealed.ts';
import { assert, ORIGIN, passkey, RP_ID } from './sample-keys.ts';

export const ORG = '00D5g00000ABCDEEA4';
export const REQUEST = 'a005g00000REQ01AAA';
export const CONTACT = 'a025g00000CON01AAA';
export const TARGET = '0055g00000USR01AAA';
const REQUESTER = '0055g00000ADM01AAA';

type Draft = LedgerEntry extends infer Entry
  ? Entry extends LedgerEntry
    ? Omit<Entry, 'v' | 'org' | 'at'> & (Entry extends { v: 2 } ? { v: 2 } : { v?: 1 })
    : never
  : never;

export interface SampleLedger {
  entries: LedgerEntry[];
  leaves: string[];
  openings: Opening[];
  checkpoint: string;
  signer: NoteSigner;
  ledgerKey: Uint8Array;
  contactKeyFingerprint: string;
}

export interface SampleOptions {
  eventLog?: boolean;
  /** What a dishonest server shows, and the contact signs. */
  shown?: Readonly<Record<string, Json>>;
}

/** Approved at 09:00, granted at 09:05, entered 09:10 to 09:40, revoked at 13:30; read last at 15:00 UTC. */
export async function sampleLedger({
  eventLog = false,
  shown = {},
}: SampleOptions = {}): Promise<SampleLedger> {
  const entries: LedgerEntry[] = [];
  const openings: Opening[] = [];
  const facts = noFacts();
  const log = (at: string, draft: Draft): number => {
    const entry = { v: 1, org: ORG, at, ...draft } as unknown as LedgerEntry;
    applyEntry(facts, entry, entries.length);
    return entries.push(entry) - 1;
  };
  const personal = async (path: string, value: string): Promise<Commitment> => {
    const opening = { path, value, salt: toBase64url(new Uint8Array(randomBytes(32))) };
    openings.push(opening);
    return commitmentOf(kitCrypto.hmac, opening);
  };
  const key = passkey();
  const name = await personal(`Authorization_Contact__c/${CONTACT}/Name`, 'Ines Sommer');
  const address = await personal(
    `Authorization_Contact__c/${CONTACT}/Address__c`,
    'ines.sommer@bank.example',
  );

  log('2026-10-01T06:00:00Z', { type: 'ledger.opened', demonstration: true, origin: ORIGIN });
  log('2026-10-01T06:00:01Z', {
    type: 'mode.set',
    mode: 'Opt_out_enabled',
    effectiveFrom: '2026-10-01T00:00:00Z',
    by: await personal('Governance_Mode__c/1/Set_By__c', 'operator'),
  });
  log('2026-10-01T06:01:00Z', {
    type: 'roster.sealed',
    version: 'roster-1',
    contacts: [{ id: CONTACT, name, address, role: 'Security_lead', level: 1 }],
    by: 'operator',
  });
  log('2026-10-01T07:00:00Z', {
    type: 'key.enrolled',
    contact: CONTACT,
    address,
    credentialId: key.credentialId,
    publicKey: toBase64url(key.cose),
    alg: -7,
    aaguid: '00000000-0000-0000-0000-000000000000',
    rpId: RP_ID,
    invitedBy: 'roster',
    vouchedForBy: null,
  });
  const policyVersion = await versionOf(POLICY);
  log('2026-11-20T08:40:00Z', { type: 'policy.seen', version: policyVersion, values: POLICY });
  log('2026-11-20T08:40:00Z', { type: 'policy.in_force', version: policyVersion, signed: null });
  const purpose = await personal(
    `Access_Request__c/${REQUEST}/Purpose__c`,
    'Reproduce the failing <nightly> import',
  );
  const target = { id: TARGET, name: await personal(`User/${TARGET}/Name`, 'Anke Petersen') };
  const fields: Record<string, Json> = {
    Support_Case_Number__c: '04711815',
    Support_Case_Id__c: null,
    Requesting_Party__c: 'Salesforce_employee',
    Incident_Type__c: 'Support_escalation',
    Purpose__c: purpose,
    Necessity__c: await personal(`Access_Request__c/${REQUEST}/Necessity__c`, 'Only seen as this very user'),
    Data_Viewed__c: 'Yes',
    Target_User__c: target,
    Requested_By__c: { id: REQUESTER, name: await personal(`User/${REQUESTER}/Name`, 'Katrin Brandt') },
    Environment__c: 'Production',
    Hours_Wanted__c: 4,
    Related_Case__c: null,
    Extends__c: null,
    Answer__c: null,
  };
  log('2026-11-20T08:50:01Z', {
    type: 'request.revision',
    request: REQUEST,
    name: 'AR-000001',
    revision: 1,
    state: 'Submitted',
    fields,
    by: REQUESTER,
    modifiedAt: '2026-11-20T08:50:00Z',
  });
  const deadline = '2026-11-20T20:50:00Z';
  log('2026-11-20T08:50:02Z', {
    v: 2,
    type: 'policy.evaluated',
    request: REQUEST,
    revision: 1,
    policyVersion,
    rosterVersion: 'roster-1',
    gates: GATES,
    outcome: 'open',
    ...{ submittedAt: '2026-11-20T08:50:00Z', deadline, mode: 'Opt_out_enabled' },
  });
  log('2026-11-20T08:50:02Z', {
    type: 'request.state',
    request: REQUEST,
    from: 'Submitted',
    to: 'Awaiting_decision',
    because: 'the policy is open',
  });

  const window: Bounds = { maxMinutes: 240, notBefore: null, notAfter: '2026-11-21T00:00:00Z' };
  const statement = {
    v: 1,
    type: 'access-decision',
    nonce: toBase64url(new Uint8Array(randomBytes(32))),
    org: { id: ORG, environment: 'Production' },
    contact: { id: CONTACT, rosterEntry: 'roster-1' },
    request: { id: REQUEST, name: 'AR-000001', revision: 1, fields },
    scope: { targetUser: target, caseNumber: '04711815', caseId: null, dataViewed: true, purpose },
    extension: null,
    gates: GATES,
    accessPreview: null,
    deadline,
    ...{ standing: { given: 0, needed: 1 }, authorized: null },
    mode: 'Opt_out_enabled',
    policyVersion,
    rosterVersion: 'roster-1',
    checkPhrase: 'amber-heron-quartz',
    shownAt: '2026-11-20T08:58:00Z',
    locale: 'en-US',
    decision: 'Approve',
    reason: await personal(
      'Access_Decision__c/nonce/Reason__c',
      'Known incident, supervised by the platform team',
    ),
    window,
    ...shown,
  } as unknown as Json;
  const challenge = await kitCrypto.sha256(utf8(canonicalize(statement)));
  const received = log('2026-11-20T09:00:00Z', {
    type: 'decision.received',
    request: REQUEST,
    contact: CONTACT,
    decision: 'Approve',
    statement,
    digest: toHex(challenge),
    assertion: assert(key.privateKey, key.credentialId, challenge),
  });
  log('2026-11-20T09:00:01Z', {
    type: 'decision.effective',
    request: REQUEST,
    received,
    window: effectiveWindow([window], '2026-11-20T09:00:00Z'),
    state: 'Approved',
  });
  log('2026-11-20T09:00:01Z', {
    type: 'request.state',
    request: REQUEST,
    from: 'Awaiting_decision',
    to: 'Approved',
    because: 'approved',
  });

  log('2026-11-20T15:00:00Z', {
    type: 'grant.seen',
    grant: 'grant-1',
    user: TARGET,
    userName: target.name,
    grantedTo: 'Salesforce_Support',
    state: 'Revoked',
    grantedAt: '2026-11-20T09:05:00Z',
    endedAt: '2026-11-20T13:30:00Z',
    expirationDate: '2026-11-21',
    zone: 'Europe/Berlin',
    evidence: [{ source: 'SetupAuditTrail', key: '0Ym000000000001' }],
  });
  log('2026-11-20T15:00:00Z', {
    type: 'access.seen',
    access: 'SetupAuditTrail:0Ym000000000002',
    actorClass: eventLog ? 'Salesforce_Support' : 'Support_or_publisher',
    actor: await personal('Observed_Access__c/1/Actor__c', 'support.engineer@example.com'),
    actorKey: 'support.engineer@example.com',
    target: { state: 'Resolved', userId: TARGET },
    targetName: target.name,
    caseIdentifier: eventLog ? '04711815' : null,
    loginAt: '2026-11-20T09:10:00Z',
    logoutAt: '2026-11-20T09:40:00Z',
    evidence: [{ source: 'SetupAuditTrail', key: '0Ym000000000002' }],
    supersedes: [],
  });
  const sources: Source[] = ['User_grants', 'Setup_audit_trail', 'Support_login_log', 'Substitute_sessions'];
  for (const source of sources) {
    const readable = source !== 'Support_login_log' || eventLog;
    log('2026-11-20T15:00:00Z', {
      type: 'coverage',
      source,
      from: readable ? '2026-10-01T06:00:00Z' : null,
      to: readable ? '2026-11-20T15:00:00Z' : null,
      readable,
      gaps: [],
      knownDelayMinutes: KNOWN_DELAY_MINUTES[source],
      reason: readable ? null : 'the org has no such object',
    });
  }
  const now = '2026-11-20T15:00:01Z';
  const accesses = reconcileAccesses([...facts.logins.values()], reconcileContext(facts, now));
  const grants = [...facts.grants.values()].map((grant) => ({
    key: grant.key,
    strength: 'None' as const,
    ...reconcileGrant(grant, grantContext(facts, now)),
  }));
  for (const [subject, verdicts] of [
    ['access', accesses],
    ['grant', grants],
  ] as const) {
    for (const { key: subjectKey, verdict, strength, provisional, requestId, reason } of verdicts) {
      log(now, {
        type: 'verdict',
        subject,
        key: subjectKey,
        verdict: verdict ?? '',
        strength,
        provisional,
        request: requestId,
        reason,
        replaces: null,
      });
    }
  }
  log('2026-11-20T15:00:02Z', {
    type: 'request.state',
    request: REQUEST,
    from: 'Approved',
    to: 'Window_open',
    because: 'the window opened',
  });
  log('2026-11-20T15:00:02Z', {
    type: 'window.opened',
    request: REQUEST,
    ...{ start: '2026-11-20T09:00:00Z', end: '2026-11-20T13:00:00Z' },
  });
  log('2026-11-20T15:00:02Z', { type: 'window.ended', request: REQUEST, outcome: 'Used' });
  log('2026-11-20T15:00:02Z', {
    type: 'request.state',
    request: REQUEST,
    from: 'Window_open',
    to: 'Completed',
    because: 'the window ended',
  });

  return {
    ...(await sealed(ORG, entries)),
    entries,
    openings,
    contactKeyFingerprint: toHex(await kitCrypto.sha256(key.cose)),
  };
}
