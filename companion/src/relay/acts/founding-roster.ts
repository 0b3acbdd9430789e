/**
 * The beginning of the chain: an operator seals the founding roster, and each of its members signs it once he has a
 * passkey. Nobody stands above the first; reports say so, and say who has signed.
 */
import type { Json } from '../../core/canonical.ts';
import { AppError } from '../../core/errors.ts';
import type { StoredContact } from '../rows.ts';
import type { ActGround, ActKind } from './kind.ts';

/** Where the seal keeps its roster, as it was: later changes are signed one by one. */
export const FOUNDING_SETTING = 'relay.founding-roster';

export interface Founding {
  version: string;
  contacts: { id: string; name: string; address: string; role: string; level: number; mayDecide?: boolean }[];
}

export const foundingEntry = ({ id, name, address, role, level, mayDecide }: StoredContact) => ({
  ...{ id, name, address, role, level, mayDecide },
});

/** @returns the founding roster if this contact is of it and has not signed it yet */
async function waiting({ rows, contact }: ActGround): Promise<Founding | null> {
  const founding = (await rows.settings.get(FOUNDING_SETTING)) as unknown as Founding | null;
  if (!founding?.contacts.some(({ id }) => id === contact.id)) return null;
  const signed = await rows.acts.ofSubject('founding-roster', founding.version);
  return signed.some(({ contactId }) => contactId === contact.id) ? null : founding;
}

export const foundingRoster: ActKind = {
  type: 'founding-roster',
  async open(ground) {
    const founding = await waiting(ground);
    if (!founding) return [];
    const title = `Confirm the founding roster of ${founding.contacts.length}`;
    return [
      {
        type: 'founding-roster',
        subject: founding.version,
        title,
        mayAct: true,
        because: null,
        founding: true,
      },
    ];
  },
  async prepare(ground, subject) {
    const founding = await waiting(ground);
    if (founding?.version !== subject)
      throw new AppError('not_found', 'This roster does not wait for your signature.');
    return {
      plain: founding as unknown as Json,
      sealed: async (seal) => {
        const contacts: Json[] = [];
        for (const { id, name, address, role, level, mayDecide } of founding.contacts) {
          const path = `Authorization_Contact__c/${id}`;
          contacts.push({
            name: await seal(`${path}/Name`, name),
            address: await seal(`${path}/Address__c`, address),
            ...{ role, level, ...(mayDecide === undefined ? {} : { mayDecide }) },
          });
        }
        return { version: founding.version, contacts };
      },
    };
  },
  apply: () => Promise.resolve(),
};
