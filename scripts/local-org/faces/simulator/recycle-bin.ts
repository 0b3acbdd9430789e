/**
 * Undeleting over HTTP. The platform offers it to people (the recycle bin) and over SOAP, never over REST; here it is
 * a command of the simulator, in the name of a user.
 */
import { z } from 'zod';
import type { AbsoluteRoute } from '../../api/route.ts';
import { OrgError } from '../../errors.ts';
import type { SaveResult } from '../../state/engine.ts';
import { ownOrigin } from '../../api/origin.ts';

const Order = z.strictObject({ username: z.string(), ids: z.array(z.string().length(18)).min(1).max(200) });

export const absoluteRoutes: readonly AbsoluteRoute[] = [
  {
    method: 'POST',
    pattern: '/simulator/undelete',
    access: 'public',
    handle: async (org, request) => {
      ownOrigin(request);
      const order = Order.safeParse(request.body);
      if (!order.success) throw new OrgError(400, 'INVALID_INPUT', z.prettifyError(order.error));
      const found = await org.findUser(order.data.username);
      if (!found) throw new OrgError(400, 'INVALID_INPUT', `The org has no user ${order.data.username}`);
      const user = await org.userContext(found.id);
      const results: SaveResult[] = [];
      for (const id of order.data.ids) {
        const object = [...org.metadata.objects.values()].find(
          ({ keyPrefix }) => keyPrefix === id.slice(0, 3),
        );
        if (!object) throw new OrgError(400, 'MALFORMED_ID', `malformed id ${id}`);
        results.push(...(await org.restore(user, object.name, [id], { allOrNone: false })));
      }
      return { status: 200, body: results };
    },
  },
];
