/**
 * Rows of the support login log: they say which case and which employee, and not as whom. A row goes to the login of the
 * audit trail that is closest in time. Where several are as close, and nothing tells them apart, the cases are candidates
 * of each: a case that was guessed would be worth less than one that nobody knows.
 */
import type { LoginLogRow, ObservedLogin } from './evidence.ts';
import { added, compareTimes, distance, isNear, reference, SAME_LOGIN_MS } from './near-rows.ts';

type DatedRow = LoginLogRow & { at: string };

/** Sources write whole seconds, each by its own clock. */
const AS_CLOSE_MS = 1_000;

/** Adds what the log says to the logins; a log row that no audit row answers is a login of its own. */
export function addLoginLog(logins: ObservedLogin[], rows: readonly LoginLogRow[]): void {
  const dated = rows.flatMap((row) => (row.at === null ? [] : [{ ...row, at: row.at }]));
  const waiting = new Set(dated.sort((a, b) => compareTimes(a.at, b.at)));
  for (const row of waiting) {
    if (!isLogout(row)) continue;
    // Logouts are read where they stand, after all that came before them.
    for (const earlier of waiting) {
      if (earlier === row) break;
      enter(logins, earlier, waiting);
    }
    waiting.delete(row);
    leave(logins, row);
  }
  for (const row of waiting) enter(logins, row, waiting);
}

const isLogout = ({ operation }: LoginLogRow): boolean => /log\s*out/i.test(operation ?? '');

/** @param waiting rows that were not taken yet, in order; shrinks by those that are taken with this one */
function enter(logins: ObservedLogin[], row: DatedRow, waiting: Set<DatedRow>): void {
  const found = candidatesOf(logins, row);
  const rivals = rivalsOf(row, waiting).filter(
    (other) => other === row || sharesOne(candidatesOf(logins, other), found),
  );
  const cases = [...new Set(rivals.map(({ caseIdentifier }) => caseIdentifier))];
  const isTold = found.length <= 1 ? cases.length <= 1 || !isTied(rivals) : isOneCase(cases, rivals, found);
  if (isTold) {
    waiting.delete(row);
    take(logins, row, found[0]);
    return;
  }
  const candidates = rivals.length < found.length ? [...cases, null] : cases;
  for (const [place, rival] of rivals.entries()) {
    waiting.delete(rival);
    take(logins, rival, found[place], candidates);
  }
  // As many logins as had no row of their own: one of them may be a publisher's, and is called what the trail calls it.
  for (const login of found.slice(rivals.length)) login.caseCandidates = candidates;
}

/** Rows that may speak of the same logins: each is near one of them. */
function rivalsOf(row: DatedRow, waiting: ReadonlySet<DatedRow>): DatedRow[] {
  const found: DatedRow[] = [];
  for (const other of waiting) {
    if (compareTimes(other.at, row.at) > 2 * SAME_LOGIN_MS) break;
    if (!isLogout(other)) found.push(other);
  }
  return found;
}

/** Logins of the trail that may be the row's: those as close in time as the closest; of one actor, if he is named. */
function candidatesOf(logins: readonly ObservedLogin[], { at, actualUser }: DatedRow): ObservedLogin[] {
  const near = logins.filter(
    ({ loginAt, actorClass, caseCandidates }) =>
      actorClass === 'Support_or_publisher' && caseCandidates === undefined && isNear(loginAt, at),
  );
  const least = Math.min(...near.map(({ loginAt }) => distance(loginAt, at)));
  const closest = near.filter(({ loginAt }) => distance(loginAt, at) <= least + AS_CLOSE_MS);
  const own = closest.filter(({ actor }) => actor !== null && sameName(actor, actualUser));
  return own.length > 0 ? own : closest.sort((a, b) => distance(a.loginAt, at) - distance(b.loginAt, at));
}

const sameName = (a: string, b: string | null): boolean => a.toLowerCase() === b?.toLowerCase();

const sharesOne = (a: readonly ObservedLogin[], b: readonly ObservedLogin[]): boolean =>
  a.some((login) => b.includes(login));

/** Several logins, one case, and a row for each: it does not matter which is whose. */
const isOneCase = (
  cases: readonly unknown[],
  rivals: readonly unknown[],
  found: readonly unknown[],
): boolean => cases.length === 1 && rivals.length >= found.length;

/** Two rows of one moment, of which one login can have but one. */
const isTied = ([first, second]: readonly DatedRow[]): boolean =>
  first !== undefined && second !== undefined && distance(first.at, second.at) <= AS_CLOSE_MS;

function take(
  logins: ObservedLogin[],
  row: DatedRow,
  found: ObservedLogin | undefined,
  candidates?: readonly (string | null)[],
): void {
  const login = found ?? added(logins, row, row.at);
  // With fewer rows than logins, nobody knows which of them was Support's.
  if (!candidates?.includes(null)) login.actorClass = 'Salesforce_Support';
  if (candidates) login.caseCandidates = candidates;
  else login.caseIdentifier = row.caseIdentifier;
  login.actor ??= row.actualUser;
  login.actorKey ??= row.actualUser?.toLowerCase() ?? null;
  if (found) login.evidence.push(reference(row));
}

function leave(logins: readonly ObservedLogin[], row: DatedRow): void {
  const sameSession = (login: ObservedLogin) =>
    login.actorClass === 'Salesforce_Support' &&
    (login.caseCandidates?.includes(row.caseIdentifier) ?? login.caseIdentifier === row.caseIdentifier) &&
    compareTimes(login.loginAt, row.at) <= 0;
  const left = logins.findLast(
    (login) => sameSession(login) && (login.logoutAt === null || isNear(login.logoutAt, row.at)),
  );
  if (!left) return;
  left.logoutAt ??= row.at;
  left.evidence.push(reference(row));
}
