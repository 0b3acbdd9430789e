/** Compiles in a thread of its own: the compiler works for seconds without pause and the org has to answer meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { compile, type CompileOptions } from './compile.ts';

try {
  await compile(workerData as CompileOptions);
  parentPort?.postMessage({ done: true });
} catch (error) {
  parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
}
