/** What the simulator remembers beside the org's rows: who is logged in at present, and the cases it opened. */
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import type { OpenLogin } from './logins.ts';
import type { SupportCase } from './outsiders.ts';

export interface World {
  logins: Map<string, OpenLogin>;
  cases: SupportCase[];
}

const worlds = new Map<string, World>();

/** The world around one org. It ends with the process: a login that is open then never gets its logout, as in life. */
export function worldOf(org: Engine): World {
  const { orgId } = org;
  const known = worlds.get(orgId);
  if (known) return known;
  const world: World = { logins: new Map(), cases: [] };
  worlds.set(orgId, world);
  org.onReset(() => {
    world.logins.clear();
    world.cases.length = 0;
  });
  return world;
}

/** @throws OrgError 404 for an id that is not logged in. */
export function openLogin(org: Engine, id: string): OpenLogin {
  const login = worldOf(org).logins.get(id);
  if (!login)
    throw new OrgError(
      404,
      'NOT_FOUND',
      'Nobody is logged in under this loginId; the simulator forgets logins when it stops',
    );
  return login;
}
