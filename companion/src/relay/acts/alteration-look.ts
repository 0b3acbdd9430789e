/**
 * The look that ends a freeze: a contact who may decide on the request, and did not make the alteration, reads each altered
 * field with both values and signs whether the request goes on as it is on record, or ends. One look is enough; it covers
 * the alterations that were shown, and a later one freezes the request again.
 */
import { alterationShown, changerPaths, endOf, LOOK_CHOICES } from '../../core/alterations.ts';
import type { Json } from '../../core/canonical.ts';
import { commitmentsIn } from '../../core/commitments.ts';
import { AppError } from '../../core/errors.ts';
import { FINAL_STATES, REQUEST_STATES } from '../../core/requests.ts';
import { endFreeze, hindranceToLook, rowNow } from '../freezes.ts';
import type { Rows } from '../ports.ts';
import { textOf } from '../revisions.ts';
import type { StoredRequest } from '../rows.ts';
import { hindranceOf } from './hindrance.ts';
import type { ActGround, ActKind } from './kind.ts';

/** What is settled stays frozen without harm: a look at it waits for nobody, and may be given. */
const UNSETTLED = REQUEST_STATES.filter((state) => !FINAL_STATES.includes(state));

async function find(rows: Rows, id: string): Promise<StoredRequest> {
  const request = await rows.requests.get(id);
  if (request?.frozen) return request;
  throw new AppError('not_found', 'No such request is frozen.');
}

type Standing = Awaited<ReturnType<Rows['alterations']['standing']>>;

/** His name tells who made it; address and username, by which he is compared, stand in the ledger alone. */
function shownOpenings({ entry: { by }, openings }: Standing[number]) {
  const compared = by === null ? [] : Object.values(changerPaths(by));
  return openings.filter(({ path }) => !compared.includes(path));
}

const hindrance = (ground: ActGround, request: StoredRequest, altered: Standing): string | null =>
  hindranceOf(ground) ?? hindranceToLook(request, ground.roster.contacts, ground.contact.id, altered);

/** What is shown in the clear, or as the ledger committed to it. */
async function plainOf(rows: Rows, request: StoredRequest, altered: Standing) {
  const alterations: Json[] = [];
  for (const one of altered) {
    const { about, fields } = alterationShown(one);
    alterations.push({ about: { ...about, inOrg: await rowNow(rows, one) }, fields });
  }
  const { name, caseNumber, state, deadline, windowStart, windowEnd } = request;
  return {
    ...{ request: name, caseNumber, state, mayEnd: endOf(state) !== null, deadline },
    ...{ windowStart, windowEnd, alterations },
  };
}

export const alterationLook: ActKind = {
  type: 'alteration-look',
  ofRequest: true,
  async open(ground) {
    const { rows } = ground;
    const frozen = (await rows.requests.list(UNSETTLED)).filter((request) => request.frozen);
    return Promise.all(
      frozen.map(async (request) => {
        const because = hindrance(ground, request, await rows.alterations.standing(request.id));
        const title = `Frozen: look at the alteration of ${request.name}, case ${request.caseNumber}`;
        const about = { type: 'alteration-look' as const, subject: request.id, title };
        return { ...about, mayAct: because === null, because };
      }),
    );
  },
  async prepare(ground, subject) {
    const { rows } = ground;
    const request = await find(rows, subject);
    const altered = await rows.alterations.standing(request.id);
    const because = hindrance(ground, request, altered);
    if (because !== null) throw new AppError('not_eligible', because);
    const plain = await plainOf(rows, request, altered);
    const { requester, target, content, id } = request;
    const persons = { requester: requester?.name ?? '', loginAs: target?.name ?? '' };
    const purpose = textOf(content, 'Purpose__c') ?? '';
    return {
      plain: { ...plain, ...persons, purpose },
      async sealed(seal, again) {
        const named = async (id: string | null, name: string) => ({
          id,
          name: await seal(`User/${id ?? ''}/Name`, name),
        });
        const asker = await named(requester?.id ?? null, persons.requester);
        // Who asks for himself is one person with one name.
        const isSame = asker.id !== null && asker.id === request.targetUser;
        const shown = {
          ...{ ...plain, requester: asker },
          loginAs: isSame ? asker : await named(request.targetUser, persons.loginAs),
          purpose: await seal(`Access_Request__c/${id}/Purpose__c`, purpose),
        };
        // The ledger's own commitments: whoever holds the two against each other sees that the values are the same.
        const used = new Set(commitmentsIn(plain.alterations));
        for (const opening of altered.flatMap(shownOpenings)) {
          if (!used.has((await again(opening)).commitment))
            throw new AppError('ledger_inconsistent', 'An alteration and its clear values do not agree.');
        }
        return shown;
      },
    };
  },
  async apply(unit, { ports, contact, at }, act) {
    const request = await find(unit, act.subject);
    const choice = LOOK_CHOICES.find((one) => one === act.choice);
    if (!choice || (choice === 'End_request' && endOf(request.state) === null))
      throw new AppError('malformed', 'There is no such choice.');
    const altered = await unit.alterations.standing(request.id);
    const pointer = await unit.append({
      ...{ v: 1, type: 'freeze.ended', org: ports.org.orgId, at, request: request.id },
      ...{ altered: altered.map(({ index }) => index), choice, signed: act.index },
    });
    const looked = { choice, by: contact.name, contactId: contact.id, reason: act.reason, at, pointer };
    await endFreeze(unit, ports, request, { ...looked, altered });
  },
};
