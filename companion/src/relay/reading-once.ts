/** A unit in which what none of its work changes is read once. */
import type { Unit } from './ports.ts';

/**
 * For work that changes neither settings, roster, passkeys, absences nor modes, and asks for them again and again: each is
 * read at its first use and given to all who ask after that. To be used once the unit holds the ledger, so that what was
 * read stays in force until its end.
 */
export function readingOnce(unit: Unit): Unit {
  const settings = new Map<string, ReturnType<Unit['settings']['get']>>();
  const contacts = once(() => unit.contacts.list());
  return {
    ...unit,
    settings: {
      ...unit.settings,
      get: (key) => {
        const kept = settings.get(key) ?? unit.settings.get(key);
        settings.set(key, kept);
        return kept;
      },
    },
    contacts: {
      ...unit.contacts,
      list: contacts,
      get: async (id) => (await contacts()).find((contact) => contact.id === id) ?? null,
    },
    passkeys: {
      ...unit.passkeys,
      list: once(() => unit.passkeys.list()),
      counts: once(() => unit.passkeys.counts()),
    },
    absences: { ...unit.absences, standing: once(() => unit.absences.standing()) },
    modes: { ...unit.modes, list: once(() => unit.modes.list()) },
  };
}

function once<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let answer: Promise<Result> | undefined;
  return () => (answer ??= read());
}
