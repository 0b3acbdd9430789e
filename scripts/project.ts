/** Where things lie in this checkout; the only place that knows the layout of `.local/`. */
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export const project = {
  root,
  local: join(root, '.local'),
  cache: join(root, '.local', 'cache'),
  bin: (name: string) => join(root, 'node_modules', '.bin', name),
  path: (...parts: string[]) => join(root, ...parts),
};
