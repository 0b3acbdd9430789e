import { examine, examineIdp } from '../health.ts';
import { operation } from './operation.ts';

export const doctor = operation({
  name: 'doctor',
  summary: 'say what is readable, what is missing and what to do',
  help: 'The exit code is 1 when something is missing.',
  examples: ['', '--json'],
  options: {},
  scope: 'operate',
  run: async ({ store, orgs, idp }) => {
    const checks = [...(await examine(store, orgs)), ...(await examineIdp(idp))];
    const lines = checks.map(({ name, ok, detail }) => `${ok ? 'ok     ' : 'MISSING'}  ${name}: ${detail}`);
    return { ok: checks.every(({ ok }) => ok), lines, data: checks };
  },
});
