/** The sign-up of a requested scratch org: what it fails with, and what the hub notes of it when it is done. */
import { randomInt } from 'node:crypto';
import type { Engine, SRecord } from '../state/engine.ts';
import { base62 } from '../state/ids.ts';

/** The CLI takes the hub's own login URL when an org says that it stands on this instance. */
const INSTANCE = 'utf8';
/** What ActiveScratchOrg takes over from the request. */
const COPIED = ['OwnerId', 'OrgName', 'Edition', 'Features', 'Description', 'SignupEmail', 'SignupTrialDays'];

/** What a sign-up reads of its ScratchOrgInfo. */
export const REQUEST_FIELDS = `Id, ${COPIED.join(', ')}, Username, Country, Namespace, Snapshot, SourceOrg,
  ConnectedAppConsumerKey, ConnectedAppCallbackUrl, SignupCountry, SignupLanguage`;

/** A text of a record, or null. */
export function textOf(record: SRecord, name: string): string | null {
  const value = record[name];
  return typeof value === 'string' ? value : null;
}

/** The administrator's name: the one asked for, or one that is like no other. */
export function usernameOf(record: SRecord): string {
  const made = () => `test-${base62(randomInt(62 ** 6), 12).toLowerCase()}@example.com`;
  return textOf(record, 'Username')?.toLowerCase() ?? made();
}

/** The error code with which the sign-up of a request fails, or null. */
export function signupError(
  record: SRecord,
  { clientIds, usernameTaken }: { clientIds: readonly string[]; usernameTaken: boolean },
): string | null {
  const country = textOf(record, 'Country');
  if (textOf(record, 'Namespace')) return 'S-1017';
  if (textOf(record, 'SourceOrg')) return 'SH-0002';
  if (textOf(record, 'Snapshot')) return 'T-0002';
  if (country && !isCountry(country)) return 'S-2006';
  if (!clientIds.includes(textOf(record, 'ConnectedAppConsumerKey') ?? '')) return 'C-1016';
  return usernameTaken ? 'C-1007' : null;
}

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false;
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}

/**
 * Notes in both orgs that the sign-up is done, with a code by which the client that asked may log in.
 * @returns the first day, in UTC, on which the org is no more
 */
export async function activate(
  hub: Engine,
  scratch: Engine,
  record: SRecord,
  username: string,
): Promise<Temporal.PlainDate> {
  const today = hub.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  const expires = today.add({ days: Number(record['SignupTrialDays']) });
  await scratch.platform.update('Organization', scratch.orgId, {
    TrialExpirationDate: `${expires.toString()}T00:00:00Z`,
  });
  const user = await scratch.findUser(username);
  const authCode = await scratch.grants.issue('code', {
    userId: user?.id ?? '',
    clientId: textOf(record, 'ConnectedAppConsumerKey') ?? '',
    scopes: 'api web refresh_token',
    redirectUri: textOf(record, 'ConnectedAppCallbackUrl'),
    challenge: null,
  });
  const shared = {
    ScratchOrg: scratch.orgId.slice(0, 15),
    SignupUsername: username,
    SignupInstance: INSTANCE,
    ExpirationDate: expires.toString(),
  };
  const copied = Object.fromEntries(COPIED.map((name) => [name, record[name]]));
  const infoId = String(record['Id']);
  await hub.transaction(async ({ platform }) => {
    await platform.insert('ActiveScratchOrg', [{ ...copied, ...shared, ScratchOrgInfoId: infoId }]);
    await platform.update('ScratchOrgInfo', infoId, { ...shared, Status: 'Active', AuthCode: authCode });
  });
  return expires;
}
