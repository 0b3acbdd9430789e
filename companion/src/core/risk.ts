/** How much an entry could expose: from the rights of the user to be entered as, the environment, and whether data is seen. */

export const RISKS = ['Low', 'Medium', 'High'] as const;
export type Risk = (typeof RISKS)[number];

/** What the permissions of a user reach; what cannot be read is taken for everything. */
export type Reach = 'own_records' | 'whole_objects' | 'everything' | 'unknown';

export interface Rights {
  /** API names of system permissions that are given. */
  permissions: ReadonlySet<string>;
  /** How many objects the user sees, or changes, every record of. */
  wholeObjects: number;
  /** False when not all of it could be read. */
  complete: boolean;
}

const EVERYTHING = ['PermissionsModifyAllData', 'PermissionsViewAllData'];
/** Who holds one of these can give himself the others. */
const CONFIGURES = ['PermissionsCustomizeApplication', 'PermissionsManageUsers', 'PermissionsAuthorApex'];

/** @returns the reach of a user's permissions */
export function reachOf({ permissions, wholeObjects, complete }: Rights): Reach {
  const holds = (names: readonly string[]) => names.some((name) => permissions.has(name));
  if (holds(EVERYTHING)) return 'everything';
  if (!complete) return 'unknown';
  return holds(CONFIGURES) || wholeObjects > 0 ? 'whole_objects' : 'own_records';
}

const REACH_POINTS: Readonly<Record<Reach, number>> = {
  own_records: 0,
  whole_objects: 1,
  everything: 2,
  unknown: 2,
};

/**
 * Reach gives 0 to 2 points, production one more, data that is seen one more: up to one is Low, two Medium, more High.
 * @param dataViewed null, not said, counts as seen
 * @param environment anything but Sandbox and Scratch counts as production
 */
export function riskOf(
  reach: Reach,
  { environment, dataViewed }: { environment: string | null; dataViewed: boolean | null },
): Risk {
  const isProduction = environment !== 'Sandbox' && environment !== 'Scratch';
  const points = REACH_POINTS[reach] + (isProduction ? 1 : 0) + (dataViewed === false ? 0 : 1);
  if (points <= 1) return 'Low';
  return points === 2 ? 'Medium' : 'High';
}

/** @returns whether `risk` is `least` or more */
export function isAtLeast(risk: Risk, least: Risk): boolean {
  return RISKS.indexOf(risk) >= RISKS.indexOf(least);
}
