/**
 * `npm test`: every jest project, the browser's journeys included. Arguments go to jest, so that
 * `npm test -- --selectProjects lwc` runs one part. The last line sums the run: `N passed, N failed`.
 */
import { runJest } from './jest.ts';

process.exitCode = await runJest('jest.config.cjs', process.argv.slice(2));
