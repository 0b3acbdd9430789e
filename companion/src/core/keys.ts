/** Passkeys as evidence: their states, their fingerprints, and the kinds of device that make them. */
import { fromBase64url, type Sha256, toHex } from './bytes.ts';

/** `Waiting`: enrolled, and not vouched for yet; it signs nothing and signs nobody in. `Revoked` is final. */
export type KeyState = 'Waiting' | 'Active' | 'Revoked';

/** What stands in an enrolment that a signature must follow; null there means the founding roster. */
export const VOUCH_AWAITED = 'awaited';

/** Who asked for the enrolment: an operator's or a signed roster, the holder himself, or the act of another contact. */
export const invitedByAct = (index: number): string => `act:${index}`;
export const INVITED_BY_ROSTER = 'roster';
export const INVITED_BY_HOLDER = 'holder';

/** @returns SHA-256 of a COSE key given in base64url, lower-case hex without blanks. */
export async function fingerprintOf(sha256: Sha256, publicKey: string): Promise<string> {
  return toHex(await sha256(fromBase64url(publicKey)));
}

/** As it is printed for a person to compare: groups of four. */
export function printedFingerprint(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

/** The fingerprint behind a printed one. */
export function plainFingerprint(printed: string): string {
  return printed.replace(/\s+/g, '').toLowerCase();
}

/**
 * Names of the commonest makers by AAGUID, from the community's list (passkeydeveloper/passkey-authenticator-aaguids) and
 * Yubico's own. Without attestation the device says itself what it is: a help for its owner, no proof.
 */
const DEVICES: Readonly<Record<string, string>> = {
  'fbfc3007-154e-4ecc-8c0b-6e020557d7bd': 'Apple Passwords',
  'dd4ec289-e01d-41c9-bb89-70fa845d4bf2': 'Apple Passwords (managed)',
  'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4': 'Google Password Manager',
  'adce0002-35bc-c60a-648b-0b25f1f05503': 'Chrome on Mac',
  '08987058-cadc-4b81-b6e1-30de50dcbe96': 'Windows Hello',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9': 'Windows Hello',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2': 'Windows Hello',
  '53414d53-554e-4700-0000-000000000000': 'Samsung Pass',
  'bada5566-a7aa-401f-bd96-45619a55120d': '1Password',
  'd548826e-79b4-db40-a3d8-11116f7e8349': 'Bitwarden',
  '531126d6-e717-415c-9320-3d9aa6981239': 'Dashlane',
  '0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6': 'Keeper',
  'b84e4048-15dc-4dd0-8640-f4f60813c8af': 'NordPass',
  'cb69481e-8ff7-4039-93ec-0a2729a154a8': 'YubiKey 5',
  'ee882879-721c-4913-9775-3dfcce97072a': 'YubiKey 5',
  'fa2b99dc-9e39-4257-8f92-4a30d23c4118': 'YubiKey 5 with NFC',
  '2fc0579f-8113-47ea-b116-bb5a8db9202a': 'YubiKey 5 with NFC',
};

/** @returns what the device says it is; a plain word where the list does not know it */
export function deviceKind(aaguid: string, backedUp: boolean): string {
  return DEVICES[aaguid.toLowerCase()] ?? (backedUp ? 'Synced passkey' : 'Passkey of one device');
}
