import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { misses, readGolden } from './golden.ts';

/** The recorded answers of the platform's own engine lie outside the repository; where they do, they are held against ours. */
const recorded = path.resolve(import.meta.dirname, '../../../../shared/formula-golden.json');

if (existsSync(recorded)) {
  describe('recorded answers of the platform', () => {
    const golden = readGolden(readFileSync(recorded, 'utf8'));

    test.each(['zero', 'blank'] as const)('at least 99 of 100 rows agree with blanks as %s', (blanks) => {
      const missed = misses(golden, blanks);
      const rows = golden.cases.reduce((sum, entry) => sum + entry.rows.length, 0);
      expect(rows).toBeGreaterThan(3000);
      expect(1 - missed.length / rows).toBeGreaterThanOrEqual(0.99);
    });
  });
}
