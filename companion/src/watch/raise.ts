/** Puts a finding on record once: ledger, store, org, the request's timeline, and the mail that tells of it. */
import type { Json } from '../core/canonical.ts';
import { findingIntention, timelineIntention } from './org-rows.ts';
import { type Finding, TELL_FINDING, type Unit } from './ports.ts';

export interface NewFinding {
  /** After the org id; at most 100 characters. */
  key: string;
  kind: string;
  severity: Finding['severity'];
  title: string;
  details: string;
  nextStep: string;
  facts: Finding['facts'];
  requestId?: string | null;
  accessKey?: string | null;
  grantKey?: string | null;
  /** For the ledger: ids alone, nothing personal. */
  subject: Readonly<Record<string, Json>>;
  /** For the ledger: the reason without names. */
  detail: string;
}

/** @returns false when this finding is on record already */
export async function raise(unit: Unit, orgId: string, at: string, found: NewFinding): Promise<boolean> {
  const key = `${orgId}:F:${found.key}`;
  if (await unit.findings.get(key)) return false;
  const { kind, severity, title, details, nextStep, facts, subject, detail } = found;
  const pointer = await unit.append({
    v: 1,
    type: 'finding',
    org: orgId,
    at,
    key,
    kind,
    severity,
    subject,
    detail,
  });
  const finding: Finding = {
    key,
    kind,
    severity,
    title,
    details,
    nextStep,
    facts,
    requestId: found.requestId ?? null,
    accessKey: found.accessKey ?? null,
    grantKey: found.grantKey ?? null,
    foundAt: at,
    toldAt: null,
    index: pointer.index,
  };
  await unit.findings.add(finding);
  await unit.projections.intend(findingIntention(orgId, finding, pointer.leaf));
  if (finding.requestId !== null) {
    const entry = {
      requestId: finding.requestId,
      kind: kind === 'Record_altered' ? ('Alarm' as const) : ('Finding' as const),
      at,
      actor: null,
      textKey: `finding.${kind}`,
      values: { title, severity },
      summary: `${severity}: ${title}`,
    };
    await unit.projections.intend(timelineIntention(orgId, entry, pointer));
  }
  if (severity !== 'Notice') await unit.enqueue(TELL_FINDING, { finding: key }, { key });
  return true;
}
