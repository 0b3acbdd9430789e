import { operation } from './operation.ts';

export const move = operation({
  name: 'move',
  summary: 'show who has moved to the next address',
  help: 'A move begins when the companion starts with COUNTERSIGN_ORIGIN_NEXT. The exit code is 1 while somebody has not moved.',
  examples: ['', '--json'],
  options: {},
  scope: 'roster:read',
  run: async ({ orgs }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    let ok = true;
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const view = await runtime.relay.move();
      data.push({ org: orgId, move: view });
      if (!view) {
        lines.push(`${name}: no move is under way`);
        continue;
      }
      ok &&= view.left.length === 0;
      lines.push(
        `${name}: from ${view.from} to ${view.next}, since ${view.startedAt}`,
        `  moved: ${view.moved.join(', ') || 'nobody yet'}`,
        `  not yet: ${view.left.join(', ') || 'nobody; end it with `countersign move finish`'}`,
      );
    }
    return { ok, lines, data };
  },
});
