/** The channels of a contact, as the roster names them. Their addresses are secrets of the companion's configuration. */

/** Built in: always there, and what steps in where all others fail. */
export const MAIL = 'mail';
/** Built in: the devices on which the contact himself has turned notices on; no roster row names it. */
export const WEB_PUSH = 'web-push';

/** @param text as people type it: one name a line, or parted by commas; case does not matter, twice counts once */
export function channelNames(text: string | null): string[] {
  const names = (text ?? '')
    .split(/[\n\r,;]+/)
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  return [...new Set(names)];
}
