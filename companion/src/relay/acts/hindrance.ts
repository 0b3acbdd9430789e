/** Why a contact may not sign what concerns nobody in particular. */
import { isAvailable } from '../../core/roster.ts';
import type { ActGround } from './kind.ts';

/** @returns a sentence for the contact; null when he may */
export function hindranceOf({ contact }: Pick<ActGround, 'contact'>): string | null {
  return isAvailable(contact) ? null : 'Your own entry must be sealed, active and have a passkey.';
}
