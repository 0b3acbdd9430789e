/**
 * The addresses that a person may open or get in a mail, in the way in which Express writes them. The server answers
 * each with the page, and `routes.ts` must name a view for each.
 */
export const PAGE_PATHS = [
  '/',
  '/sign-in',
  '/enrol/:token',
  '/requests/:org/:id',
  '/requests/:org/:id/extend',
  '/signatures',
  '/signatures/:type/:subject',
  '/drills',
  '/drills/:org/:id',
  '/history',
  '/account',
  '/account/passkeys',
  '/account/absence',
  '/roster',
  '/roster/versions',
  '/roster/versions/:version',
  '/grants/:token',
  '/grants/:token/decline',
] as const;

export type PagePath = (typeof PAGE_PATHS)[number];

/** @returns the values of the address's named parts in their order, decoded; null when it is of another path */
export function matchPath(pattern: PagePath, path: string): string[] | null {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (given.length !== expected.length) return null;
  const values: string[] = [];
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') values.push(decodeURIComponent(value));
    else if (part !== value) return null;
  }
  return values;
}
