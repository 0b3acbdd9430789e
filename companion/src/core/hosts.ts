/** Addresses of the contacts' page. Passkeys are bound to the host name alone: its relying party id (WebAuthn §4). */

/** @param origin `https://countersign.example.com:8443` @returns `countersign.example.com` */
export function hostOf(origin: string): string {
  return /^https?:\/\/([^/:]+)(?::\d+)?$/.exec(origin)?.[1] ?? '';
}

export interface HeldAt {
  contactId: string;
  rpId: string;
  state: string;
}

/**
 * Who has moved from one address to another, and who would be left behind: contacts with keys in force.
 * @returns ids, in order
 */
export function movers(
  keys: readonly HeldAt[],
  { from, next }: { from: string; next: string },
): { moved: string[]; left: string[] } {
  const holders = (origin: string) =>
    new Set(
      keys.flatMap(({ contactId, rpId, state }) =>
        state === 'Active' && rpId === hostOf(origin) ? [contactId] : [],
      ),
    );
  const moved = holders(next);
  const left = [...holders(from)].filter((id) => !moved.has(id));
  return { moved: [...moved].sort(), left: left.sort() };
}
