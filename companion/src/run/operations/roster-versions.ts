import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import {
  versionDetail,
  versionPage,
  type VersionDetail,
  type VersionView,
} from '../../relay/roster-history.ts';
import { operation } from './operation.ts';

export const rosterVersions = operation({
  name: 'roster versions',
  summary: 'list the versions of the roster with what each changed and who signed it, or show one',
  help: 'Requests and decisions name the version under which they ran. Instants are in UTC.',
  examples: ['', '--limit 5 --json', 'roster-3f6c0a4b9d2e8f7165c0d1b2a3948576'],
  options: {
    version: z
      .string()
      .regex(/^roster-[0-9a-f]{1,64}$/, 'a version is roster- and hexadecimal digits, as a request names it')
      .optional()
      .describe('the version to show with its entries; all are listed without it'),
    limit: z.coerce.number().int().min(1).max(200).default(20).describe('how many at most (default 20)'),
  },
  positionals: ['version'],
  scope: 'roster:read',
  run: async ({ orgs, store }, { version, limit }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId: org, name } = runtime.org;
      const rows = store.rows(org);
      if (version === undefined) {
        const { items, next } = await versionPage(rows, { limit });
        data.push({ org, versions: items, more: next !== null });
        lines.push(`${name}: ${items.length === 0 ? 'no roster was sealed yet' : `${items.length} shown`}`);
        lines.push(...items.flatMap(timeLines));
        if (next !== null) lines.push('  older ones: ask for more with --limit');
      } else {
        const found = await versionDetail(rows, version).catch(absent);
        if (!found) continue;
        data.push({ org, ...found });
        lines.push(`${name}: ${version}`, ...detailLines(found));
      }
    }
    if (version !== undefined && data.length === 0)
      throw new AppError('not_found', `The version ${version} of the roster is not kept.`);
    return { ok: true, lines, data };
  },
});

const CAUSES = { Sealed: 'founding roster, sealed', Seen: 'seen in the org, signed by nobody' } as const;

function timeLines({ version, since, until, cause, signedBy, changes, deciders }: VersionView): string[] {
  const by =
    cause === 'Signed' ? `signed by ${signedBy.map(({ name }) => name).join(' and ')}` : CAUSES[cause];
  const span = until === null ? `since ${since}, in force` : `${since} to ${until}`;
  const can = deciders === 1 ? '1 may decide' : `${deciders} may decide`;
  return [`  ${version}  ${span}; ${by}; ${can}`, ...changes.map(({ text }) => `    ${text}`)];
}

function detailLines({ times, entries }: VersionDetail): string[] {
  const entry = ({ id, name, address, role, level, active, mayDecide }: VersionDetail['entries'][number]) => {
    const state = active ? (mayDecide ? 'may decide' : 'is told, has no vote') : 'off the roster';
    return `  ${level}  ${name ?? id} <${address ?? 'erased'}>, ${role}: ${state}`;
  };
  return [...entries.map(entry), 'In force', ...times.flatMap(timeLines)];
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
