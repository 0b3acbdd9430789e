import { operation } from './operation.ts';

export const rosterSeal = operation({
  name: 'roster seal',
  summary: 'seal the founding roster: its contacts are invited, later rows stay pending',
  help: 'Once per org. Read the addresses that it prints: a wrong one invites the wrong person.',
  examples: [''],
  options: {},
  scope: null,
  run: async ({ orgs, by }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const sealed = await runtime.relay.sealRoster({ by });
      data.push({ org: runtime.org.orgId, ...sealed });
      const { rows: contacts } = await runtime.org.readRoster();
      lines.push(
        sealed.changed
          ? `${runtime.org.name}: the founding roster is sealed with ${sealed.contacts} contacts (${sealed.version}). They are invited by mail.`
          : `${runtime.org.name}: the founding roster was sealed before (${sealed.version}); nothing changed.`,
        ...contacts
          .filter(({ rosterState }) => rosterState === 'Sealed')
          .map(
            ({ name, address, role, level }) =>
              `  ${name} <${address}>, ${role ?? 'no role'}, level ${level}`,
          ),
      );
    }
    return { ok: true, lines, data };
  },
});
