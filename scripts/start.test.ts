/** What `npm start` says before anything runs; the whole start is in test/start.test.ts. */
import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { runCommand } from './child.ts';

const start = (...args: string[]) => runCommand({ name: 'start', script: 'scripts/start.ts', args });

describe('npm start', () => {
  test('names a port that another program holds, and how to choose others', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await start('--port-base', String(port));
    other.close();
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(
        `^Could not start\\. Ports? ${port}.* in use by another program\\. Stop that program, or choose`,
      ),
    );
    expect(output.trim()).toMatch(/npm start -- --port-base \d+$/);
    expect(output.split('\n')).toHaveLength(2);
  });

  test('explains its options', async () => {
    const { code, output } = await start('--help');
    expect(code).toBe(0);
    for (const option of ['--port-base', '--data-dir', '--event-log', '--json'])
      expect(output).toContain(option);
  });

  test.each([
    [['--port-base', 'many'], '--port-base takes a whole number from 0 to 65532, not "many".'],
    [['--port-base', '65533'], '--port-base takes a whole number from 0 to 65532, not "65533".'],
    [['--port-base', '1.5'], '--port-base takes a whole number from 0 to 65532, not "1.5".'],
    [['--ports', '1'], "Unknown option '--ports'"],
    [['now'], "Unexpected argument 'now'. This command does not take positional arguments"],
  ])('refuses %j in one sentence and shows its options', async (args, sentence) => {
    const { code, output } = await start(...args);
    expect(code).toBe(2);
    expect(output.startsWith(`${sentence}\n\nnpm start -- [options]`)).toBe(true);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
