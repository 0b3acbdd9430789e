/** Puts a pass of verdicts on record: what they rest on, the verdicts, and what follows for the org and for people. */
import type { Facts } from '../core/facts.ts';
import { findingSeverity } from '../core/verdicts.ts';
import { type BaselineState, findingOf, type Judgement, type NewVerdict } from './judge.ts';
import { findingText } from './finding-texts.ts';
import { SETTINGS } from './observe.ts';
import {
  accessVerdictIntention,
  coverageIntention,
  findingRow,
  grantVerdictIntention,
  type Pointer,
  type TimelineEntry,
  timelineIntention,
} from './org-rows.ts';
import type { OrgUser, Unit } from './ports.ts';
import { raise } from './raise.ts';

/** Somebody appended between reading the facts and writing what follows from them: the pass is done again. */
export class FactsMoved extends Error {}

export interface Pass {
  orgId: string;
  /** The time of the pass; every verdict bears it. */
  at: string;
  facts: Facts;
  /** Size of the ledger when the facts were read. */
  next: number;
  users: readonly OrgUser[];
}

/** @throws FactsMoved before anything is kept */
export async function record(unit: Unit, pass: Pass, judgement: Judgement): Promise<void> {
  let expected = pass.next;
  const append: Unit['append'] = async (entry, openings) => {
    const pointer = await unit.append(entry, openings);
    if (pointer.index !== expected) throw new FactsMoved();
    expected += 1;
    return pointer;
  };
  for (const source of judgement.coverage) {
    const { from, to, readable, gaps, knownDelayMinutes, reason } = source;
    const body = { source: source.source, from, to, readable, gaps, knownDelayMinutes, reason };
    const pointer = await append({ v: 1, type: 'coverage', org: pass.orgId, at: pass.at, ...body });
    await unit.projections.intend(coverageIntention(pass.orgId, source, pointer, pass.at));
  }
  const pointers = new Map<NewVerdict, Pointer>();
  for (const verdict of judgement.verdicts) {
    const { subject, key, verdict: name, strength, provisional, requestId, reason, replaces } = verdict;
    const body = { subject, key, verdict: name, strength, provisional, request: requestId, reason, replaces };
    pointers.set(verdict, await append({ v: 1, type: 'verdict', org: pass.orgId, at: pass.at, ...body }));
  }
  // Verdicts first, then what follows from them: the pass stays one piece in the ledger.
  for (const [verdict, pointer] of pointers) await follow(unit, pass, verdict, pointer);
  await raiseFindings(unit, pass, judgement.verdicts);
}

async function follow(unit: Unit, { orgId, at, facts, users }: Pass, verdict: NewVerdict, pointer: Pointer) {
  if (verdict.access) await unit.projections.intend(accessVerdictIntention(orgId, verdict.access));
  if (verdict.grant) await unit.projections.intend(grantVerdictIntention(orgId, verdict.key, verdict.grant));
  await withdraw(unit, orgId, verdict);
  if (verdict.requestId === null || !isWorthAnEntry(verdict)) return;
  const known = verdict.former?.request === verdict.requestId;
  const kind: TimelineEntry['kind'] = known ? 'Verdict' : verdict.subject === 'access' ? 'Access' : 'Grant';
  const who = nameOf(verdict, facts, users);
  const words = verdict.verdict.replaceAll('_', ' ').toLowerCase();
  const seen = verdict.subject === 'access' ? `Login as ${who}` : `Login access granted by ${who}`;
  const entry = {
    requestId: verdict.requestId,
    kind,
    at: known ? at : (verdict.eventAt ?? at),
    actor: null,
    textKey: `${verdict.subject}.${verdict.verdict}`,
    values: {
      who,
      verdict: verdict.verdict,
      reason: verdict.reason,
      provisional: String(verdict.provisional),
    },
    summary: `${seen}: ${words}${verdict.provisional ? ', provisionally' : ''}. ${verdict.reason}`,
  };
  await unit.projections.intend(timelineIntention(orgId, entry, pointer));
}

/** A new verdict, or one that has become final; not each new wording of the reason. */
function isWorthAnEntry({ former, verdict, provisional, requestId }: NewVerdict): boolean {
  return former?.verdict !== verdict || former.request !== requestId || (former.provisional && !provisional);
}

/** Later evidence took the ground from a finding: it stays on record, says so, and is no longer pressing. */
async function withdraw(unit: Unit, orgId: string, verdict: NewVerdict): Promise<void> {
  if (!verdict.former || verdict.former.verdict === verdict.verdict) return;
  const key = `${orgId}:F:${findingKey(verdict, verdict.former.verdict)}`;
  const finding = await unit.findings.get(key);
  if (!finding || findingSeverity(verdict.verdict) === 'Critical') return;
  const words = verdict.verdict.replaceAll('_', ' ').toLowerCase();
  const details = `${finding.details}\nLater evidence: ${words}. ${verdict.reason}`;
  await unit.findings.change(key, { severity: 'Notice', details });
  await unit.projections.intend({
    ...findingRow(key),
    fields: { Severity__c: 'Notice', Details__c: details },
  });
}

const findingKey = ({ subject, key }: NewVerdict, verdict: string) => `${subject}:${key}:${verdict}`;

function nameOf({ subject, key }: NewVerdict, facts: Facts, users: readonly OrgUser[]): string {
  const nameById = (id: string) => users.find((user) => user.id === id)?.name ?? id;
  if (subject === 'grant') return nameById(facts.grants.get(key)?.userId ?? 'an unknown user');
  const target = facts.logins.get(key)?.target;
  if (target?.state === 'Resolved') return nameById(target.userId);
  if (target?.state !== 'Ambiguous') return 'an unknown user';
  return [...new Set(target.candidates.map(nameById))].join(' or ');
}

async function raiseFindings(unit: Unit, pass: Pass, verdicts: readonly NewVerdict[]): Promise<void> {
  const baseline = (await unit.settings.get(SETTINGS.baseline)) as unknown as BaselineState | null;
  if (!baseline) return;
  for (const verdict of verdicts) {
    if (findingOf(verdict, baseline) === 'own') await raiseVerdict(unit, pass, verdict);
  }
  if (baseline.judged) return;
  const old = verdicts.filter((verdict) => findingOf(verdict, baseline) === 'summary');
  if (old.length > 0) await raiseSummary(unit, pass, old, baseline.until);
  await unit.settings.put(SETTINGS.baseline, { ...baseline, judged: true }, pass.at);
}

async function raiseVerdict(
  unit: Unit,
  { orgId, at, facts, users }: Pass,
  verdict: NewVerdict,
): Promise<void> {
  const { subject, key, verdict: name, requestId, reason, provisional, eventAt } = verdict;
  const who = nameOf(verdict, facts, users);
  const { title, nextStep } = findingText(subject, name, who);
  const caseIdentifier = subject === 'access' ? facts.logins.get(key)?.caseIdentifier : null;
  const pending = provisional ? ' More evidence may still come and change this.' : '';
  await raise(unit, orgId, at, {
    key: findingKey(verdict, name),
    kind: name,
    severity: findingSeverity(name) ?? 'Notice',
    title,
    details: `${reason}${pending}`,
    nextStep,
    facts: [
      ['User', who],
      ...(eventAt === null ? [] : [['Seen at', eventAt] as const]),
      ...(caseIdentifier ? [['Support case', caseIdentifier] as const] : []),
    ],
    requestId,
    accessKey: subject === 'access' ? key : null,
    grantKey: subject === 'grant' ? key : null,
    subject: { [subject]: key },
    detail: reason,
  });
}

/** What lay before the first run is told once, as a list, not as one mail for each row. */
async function raiseSummary(
  unit: Unit,
  pass: Pass,
  old: readonly NewVerdict[],
  until: string,
): Promise<void> {
  const lines = old.map((verdict) => {
    const what = verdict.subject === 'access' ? 'login as' : 'grant by';
    const words = verdict.verdict.replaceAll('_', ' ').toLowerCase();
    return `${verdict.eventAt ?? 'unknown time'}: ${what} ${nameOf(verdict, pass.facts, pass.users)}, ${words}`;
  });
  await raise(unit, pass.orgId, pass.at, {
    key: 'baseline',
    kind: 'No_authorization',
    severity: 'Warning',
    title: `${old.length} entries or grants without a match lie before the first look`,
    details: lines.join('\n'),
    nextStep: 'Go through the list once. What comes after the first look is told one by one.',
    facts: [['Before', until]],
    subject: { baseline: until },
    detail: `${old.length} verdicts before ${until}`,
  });
}
