/**
 * `npm run bench`: a table of figures, each beside a raw limit that was measured in the same run on the same machine, so
 * that a slow machine changes both. Arguments choose figures: `npm run bench -- reconciliation verification`.
 */
import { appending } from './bench/appending.ts';
import { type Figure, tableOf } from './bench/figure.ts';
import { journey } from './bench/journey.ts';
import { kills } from './bench/kills.ts';
import { localOrgQuery } from './bench/local-org-query.ts';
import { localOrgWrites } from './bench/local-org-writes.ts';
import { pageLoad } from './bench/page-load.ts';
import { reconciliation } from './bench/reconciliation.ts';
import { verification } from './bench/verification.ts';

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  reconciliation,
  verification,
  appending,
  journey,
  kills,
  'page-load': pageLoad,
  'local-org-query': localOrgQuery,
  'local-org-writes': localOrgWrites,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no figure ${unknown.join(', ')}. Choose from ${Object.keys(BENCHES).join(', ')}.\n`,
  );
  process.exit(1);
}
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`Measuring ${name}…\n`);
  figures.push(...(await bench()));
}
process.stdout.write(`${tableOf(figures)}\n`);
