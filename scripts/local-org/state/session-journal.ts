/** Notes in the journal who logged in and out. */
import type { Engine } from './engine.ts';
import type { SessionStore } from './sessions.ts';

/**
 * The sessions of an org, of which each that is opened or closed by its holder is noted. Whoever keeps them has those of
 * now, also after a reset.
 * @param store the store of now
 */
export function journalled(store: () => SessionStore, org: Engine): SessionStore {
  return {
    open: async (userId, options) => {
      const at = org.clock.now();
      const opened = await store().open(userId, options);
      const { username } = await org.userContext(userId);
      org.journal.note({ kind: 'session', user: username, options: { ...options }, made: opened.id }, at);
      return opened;
    },
    find: (token) => store().find(token),
    close: async (token) => {
      const session = await store().find(token);
      await store().close(token);
      if (session) org.journal.note({ kind: 'end-session', session: session.id });
    },
    ended: (sessionId) => store().ended(sessionId),
  };
}
