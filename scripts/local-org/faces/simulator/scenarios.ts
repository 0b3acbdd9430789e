/** What a scenario may order beside the simulator's own orders: faults made and cleared. */
import { z } from 'zod';
import type { FaultState, Faults } from '../../faults/registry.ts';
import type { DoOrder } from '../../scenario/replay.ts';
import type { Engine } from '../../state/engine.ts';
import { carryOut } from './orders.ts';

/** Makes a fault and notes it. @throws OrgError 400 */
export async function makeFault(org: Engine, faults: Faults, body: unknown): Promise<FaultState> {
  const state = await faults.make(body);
  org.journal.note({ kind: 'order', order: 'faults', body, made: null });
  return state;
}

/** Ends one fault, or all, and notes it. @throws OrgError 404 */
export function clearFaults(org: Engine, faults: Faults, id?: string): void {
  faults.clear(id);
  org.journal.note({
    kind: 'order',
    order: 'clear-faults',
    body: id === undefined ? {} : { id },
    made: null,
  });
}

const Clearing = z.object({ id: z.string().optional() });

/** Does the orders of a scenario. */
export function orderer(org: Engine, faults: Faults): DoOrder {
  return async (order, body) => {
    if (order === 'faults') {
      await makeFault(org, faults, body);
      return null;
    }
    if (order === 'clear-faults') {
      clearFaults(org, faults, Clearing.parse(body ?? {}).id);
      return null;
    }
    const { loginId, id } = await carryOut(org, order, body);
    const made = loginId ?? id;
    return typeof made === 'string' ? made : null;
  };
}
