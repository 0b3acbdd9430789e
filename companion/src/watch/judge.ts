/**
 * Verdicts, derived from the facts of the ledger alone, so that the verification kit comes to the same ones. One pass
 * bears one time; what the verdicts rest on is in the ledger before them.
 */
import type { SourceCoverage } from '../core/coverage.ts';
import { type Facts, grantContext, reconcileContext } from '../core/facts.ts';
import { type GrantVerdict, reconcileGrant } from '../core/grants.ts';
import { type AccessVerdict, reconcilerOf } from '../core/reconcile.ts';
import { findingSeverity, type MatchStrength, type VerdictName } from '../core/verdicts.ts';
import { type CoverageBySource, mustBeLogged } from './readings.ts';
import { notAfter } from './time.ts';

export interface NewVerdict {
  subject: 'access' | 'grant';
  key: string;
  verdict: VerdictName;
  strength: MatchStrength;
  provisional: boolean;
  requestId: string | null;
  reason: string;
  /** When the login or the grant was. */
  eventAt: string | null;
  replaces: number | null;
  /** The verdict it replaces. */
  former: { verdict: string; request: string | null; provisional: boolean } | null;
  access: AccessVerdict | null;
  grant: GrantVerdict | null;
}

export interface Judgement {
  coverage: SourceCoverage[];
  verdicts: NewVerdict[];
  /** All judgements, whether they are news or not. */
  grants: ReadonlyMap<string, GrantVerdict>;
}

type Stated = Omit<NewVerdict, 'replaces' | 'former'>;

function isNews(
  facts: Facts,
  { subject, key, verdict, strength, provisional, requestId, reason }: Stated,
): boolean {
  const former = facts.verdicts[subject].get(key)?.entry;
  return (
    former?.verdict !== verdict ||
    former.strength !== strength ||
    former.provisional !== provisional ||
    former.request !== requestId ||
    former.reason !== reason
  );
}

function withFormer(facts: Facts, stated: Stated): NewVerdict {
  const former = facts.verdicts[stated.subject].get(stated.key);
  return {
    ...stated,
    replaces: former?.index ?? null,
    former: former
      ? {
          verdict: former.entry.verdict,
          request: former.entry.request,
          provisional: former.entry.provisional,
        }
      : null,
  };
}

function judgeLogins(facts: Facts, coverage: CoverageBySource, now: string): Stated[] {
  const context = { ...reconcileContext(facts, now), coverage: [...coverage.values()] };
  const reconcile = reconcilerOf(facts.loginBook, context);
  return [...facts.logins.values()].flatMap((login): Stated[] => {
    const access = reconcile(login);
    const { key, verdict, strength, provisional, requestId, reason } = access;
    if (verdict === null) return [];
    const eventAt = login.loginAt;
    return [
      {
        subject: 'access',
        key,
        verdict,
        strength,
        provisional,
        requestId,
        reason,
        eventAt,
        access,
        grant: null,
      },
    ];
  });
}

function judgeGrants(facts: Facts, now: string): Stated[] {
  const context = grantContext(facts, now);
  return [...facts.grants.values()].map((episode): Stated => {
    const grant = reconcileGrant(episode, context);
    const { verdict, provisional, requestId, reason } = grant;
    return {
      subject: 'grant',
      key: episode.key,
      verdict,
      strength: 'None',
      provisional,
      requestId,
      reason,
      eventAt: episode.grantedAt,
      access: null,
      grant,
    };
  });
}

/**
 * @param coverage as it is now; it enters the ledger when a verdict rests on it, when it says something else than the
 *   ledger, or once a day
 * @param now bears the pass (ISO 8601 with Z)
 * @param whole put all of the coverage on record: a report is about to rest on it
 */
export function judge(facts: Facts, coverage: CoverageBySource, now: string, whole = false): Judgement {
  const grants = judgeGrants(facts, now);
  const stated = [...judgeLogins(facts, coverage, now), ...grants];
  const verdicts = stated.filter((one) => isNews(facts, one)).map((one) => withFormer(facts, one));
  const rested = whole || verdicts.some(({ subject }) => subject === 'access');
  return {
    verdicts,
    coverage: [...coverage.values()].filter((source) => {
      const logged = facts.coverage.get(source.source);
      return mustBeLogged(logged, source) || (rested && logged?.to !== source.to);
    }),
    grants: new Map(grants.flatMap(({ key, grant }) => (grant ? [[key, grant] as const] : []))),
  };
}

/** Told only once nothing is still to come: later rows are likely to settle them. */
const WHEN_FINAL: readonly VerdictName[] = ['Unknown', 'End_not_seen', 'Target_ambiguous'];

export interface BaselineState {
  /** Up to here the first run looked back. */
  until: string;
  /** Whether its summary is on record. */
  judged: boolean;
}

export type FindingKind = 'none' | 'own' | 'summary';

/**
 * Whether a verdict makes a finding of its own, part of the first run's summary, or none. What the first run found
 * becomes a finding of its own later only if its verdict becomes another one.
 */
export function findingOf(verdict: NewVerdict, baseline: BaselineState): FindingKind {
  if (findingSeverity(verdict.verdict) === null) return 'none';
  // A grant from before the audit trail's reach stays provisional for ever: the first look lists it.
  const timeless = verdict.eventAt === null && !baseline.judged;
  if (verdict.provisional && WHEN_FINAL.includes(verdict.verdict) && !timeless) return 'none';
  const old = verdict.eventAt === null || notAfter(verdict.eventAt, baseline.until);
  if (!old) return 'own';
  if (!baseline.judged) return 'summary';
  return verdict.former !== null && verdict.former.verdict !== verdict.verdict ? 'own' : 'none';
}
