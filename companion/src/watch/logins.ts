/** Which observed logins say something new, held against what the ledger has. */
import type { EvidenceRow, LiveGrants, ObservedLogin } from '../core/evidence.ts';
import { canonicalize } from '../core/canonical.ts';
import type { ObservedGrant } from './episodes.ts';
import { notAfter } from './time.ts';

/** A login can be followed by its logout, or by a late row of another source, for at most this long. */
const LOOK_BACK = Temporal.Duration.from({ hours: 7 * 24 });

export function timeOf(row: EvidenceRow): string | null {
  if (row.source === 'SetupAuditTrail' || row.source === 'AuthSession') return row.createdAt;
  return row.at;
}

/** Since when rows must be looked at again, given the new ones; null = there are none. */
export function horizon(fresh: readonly { at: string }[]): string | null {
  const [oldest] = fresh.map(({ at }) => at).sort();
  return oldest === undefined ? null : Temporal.Instant.from(oldest).subtract(LOOK_BACK).toString();
}

export function liveGrants(episodes: readonly ObservedGrant[]): LiveGrants {
  const isLive = (grant: ObservedGrant, at: string) =>
    (grant.grantedAt === null || notAfter(grant.grantedAt, at)) &&
    (grant.endedAt === null || notAfter(at, grant.endedAt));
  return {
    holders(userId, at) {
      const ofUser = episodes.filter((grant) => grant.userId === userId && isLive(grant, at));
      return {
        support: ofUser.some(({ grantedTo }) => grantedTo === 'Salesforce_Support'),
        publisher: ofUser.some(({ grantedTo }) => grantedTo === 'Package_publisher'),
      };
    },
  };
}

/** The grant under which a login came, for the link between the two rows in the org. */
export function grantOfLogin(login: ObservedLogin, episodes: readonly ObservedGrant[]): ObservedGrant | null {
  const { target, loginAt, actorClass } = login;
  if (target.state !== 'Resolved') return null;
  const wanted = actorClass === 'Publisher' ? 'Package_publisher' : 'Salesforce_Support';
  return (
    episodes.findLast(
      (grant) =>
        grant.userId === target.userId &&
        grant.grantedTo === wanted &&
        grant.grantedAt !== null &&
        notAfter(grant.grantedAt, loginAt) &&
        (grant.endedAt === null || notAfter(loginAt, grant.endedAt)),
    ) ?? null
  );
}

export interface NewsOfLogin {
  login: ObservedLogin;
  /** Accesses logged before that turned out to be this one. */
  supersedes: string[];
}

const reference = ({ source, key }: { source: string; key: string }) => `${source}:${key}`;

/** What verdicts and readers depend on; evidence in any order. */
function essence(login: ObservedLogin): string {
  const { actorClass, actorKey, target, caseIdentifier, loginAt, logoutAt, evidence } = login;
  const { caseCandidates = null } = login;
  const rows = evidence.map(reference).sort();
  const parts = { actorClass, actorKey, target, caseIdentifier, caseCandidates, loginAt, logoutAt, rows };
  return canonicalize(parts);
}

/**
 * @param merged logins from the rows since the horizon, actors already as pseudonyms
 * @param logged logins as the ledger has them
 * @returns logins that are new or have changed
 */
export function newsOf(
  merged: readonly ObservedLogin[],
  logged: ReadonlyMap<string, ObservedLogin>,
): NewsOfLogin[] {
  const owner = new Map<string, string>();
  for (const { key, evidence } of logged.values()) {
    for (const row of evidence) owner.set(reference(row), key);
  }
  return merged.flatMap((login) => {
    const owners = new Set(login.evidence.map((row) => owner.get(reference(row)) ?? login.key));
    owners.delete(login.key);
    const before = logged.get(login.key);
    const known = before !== undefined && essence(before) === essence(login);
    return known && owners.size === 0 ? [] : [{ login, supersedes: [...owners] }];
  });
}
