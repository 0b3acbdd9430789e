/** Keys that the verifying person knows to be right, held against those that signed. */
import { AppError } from '../errors.ts';
import { plainFingerprint } from '../keys.ts';
import type { Check, Verification } from './verify.ts';

export interface TrustedKey {
  /** SHA-256 of the key, lower-case hex without blanks. */
  fingerprint: string;
  /** Record id of the contact, or `ledger`; null when the key is trusted in whoever's hands. */
  holder: string | null;
}

const LEDGER = 'ledger';

/**
 * Reads a file of trusted keys: a fingerprint a line, with blanks or without, and behind `=` the id of its contact or the
 * word `ledger`. Blank lines, and what follows `#`, are passed over.
 * @throws AppError malformed, naming the line
 */
export function readTrustedKeys(text: string): TrustedKey[] {
  return text.split('\n').flatMap((whole) => {
    const line = whole.replace(/#.*/, '').trim();
    if (line === '') return [];
    const [key = '', ...rest] = line.split('=');
    const fingerprint = plainFingerprint(key);
    const holder = rest.length === 0 ? null : rest.join('=').trim();
    if (!/^[0-9a-f]{64}$/.test(fingerprint))
      throw new AppError('malformed', `"${line}" begins with no fingerprint of 64 hexadecimal digits.`);
    if (holder !== null && holder !== LEDGER && !/^[A-Za-z0-9]{15,18}$/.test(holder))
      throw new AppError(
        'malformed',
        `"${line}" names neither the id of a contact nor ${LEDGER} behind "=".`,
      );
    return [{ fingerprint, holder }];
  });
}

/** @param keys that signed; `holder` is `contact <id>` or `ledger <name>` */
export function checkTrust(keys: Verification['keys'], trusted: readonly TrustedKey[] | null): Check {
  const name = 'keys';
  if (trusted === null)
    return { name, result: 'ok', detail: ['not independently confirmed: no trusted keys were given'] };
  const judged = keys.map((key) => ({ ...key, trust: trustIn(key, trusted) }));
  const strangers = judged.flatMap(({ holder, fingerprint, trust }) =>
    trust === 'none'
      ? [`${holder} signed with ${fingerprint}, which you do not trust`]
      : trust === 'other'
        ? [`${holder} signed with ${fingerprint}, which you trust in the hands of somebody else`]
        : [],
  );
  if (strangers.length > 0) return { name, result: 'unexpected signer', detail: strangers };
  const loose = judged.filter(({ trust }) => trust === 'anybody').length;
  const detail = [`${keys.length} keys are among those you trust`];
  if (loose > 0)
    detail.push(
      `${loose} of them whoever holds it: "fingerprint = contact id" in your file confirms the holder, too`,
    );
  return { name, result: 'ok', detail };
}

/** A pair is stricter than a bare fingerprint: where one names the key, the holder must be the one it names. */
function trustIn(
  { fingerprint, holder }: Verification['keys'][number],
  trusted: readonly TrustedKey[],
): 'holder' | 'anybody' | 'other' | 'none' {
  const own = trusted.filter((key) => key.fingerprint === fingerprint);
  if (own.length === 0) return 'none';
  const pairs = own.filter((key) => key.holder !== null);
  if (pairs.length === 0) return 'anybody';
  const [kind = '', id = ''] = holder.split(' ');
  const isHolder = pairs.some((key) => (key.holder === LEDGER ? kind === LEDGER : key.holder === id));
  return isHolder ? 'holder' : 'other';
}
