/**
 * Decisions and other acts for clients that hold an authenticator. A token alone signs nothing: what counts is the
 * assertion of a contact's own passkey over exactly what the review showed.
 */
import { ACT_TYPES } from '../../../core/acts.ts';
import { AppError } from '../../../core/errors.ts';
import { actReceipt, decisionResult } from '../../shapes.ts';
import { endpoint } from '../endpoint.ts';
import type { Caller } from '../ports.ts';
import * as shapes from '../shapes/index.ts';

const group = 'Signing';
const scope = 'sign';

/** A review belongs to the token that began it, as the page's belongs to its session. */
const bound = ({ org, tokenId }: Caller, id: string) => ({
  contact: { org, id },
  sessionId: `token:${tokenId}`,
});

function actType(text: string) {
  const type = ACT_TYPES.find((known) => known === text);
  if (!type) throw new AppError('malformed', `There is no act "${text}": ${ACT_TYPES.join(', ')}.`);
  return type;
}

export const signingEndpoints = [
  endpoint({
    ...{ method: 'get', path: '/acts', group, scope },
    summary: 'What waits for signatures besides decisions, as one contact sees it',
    query: shapes.byContact,
    answer: shapes.listOf(shapes.openAct),
    run: async (api, { caller, query }) => ({
      items: await api.signing.openActs(bound(caller, query.contact).contact),
    }),
  }),
  endpoint({
    ...{ method: 'post', path: '/acts/start', group, scope },
    summary: 'Begin the review of an act: fixes what will be signed, for ten minutes',
    body: shapes.startActInput,
    answer: shapes.review,
    run: async (api, { caller, body: { contact: id, type, ...input } }) => {
      const ends = bound(caller, id);
      const snapshot = await api.signing.startAct({ ...input, ...ends, type: actType(type) });
      return { snapshot: { ...snapshot }, credentials: await api.credentialsOf(ends.contact) };
    },
  }),
  endpoint({
    ...{ method: 'post', path: '/acts/sign', group, scope },
    summary: 'Hand in a signed act',
    body: shapes.signActInput,
    answer: actReceipt,
    run: (api, { caller, body: { contact, ...input } }) =>
      api.signing.signAct({ ...input, ...bound(caller, contact) }),
  }),
  endpoint({
    ...{ method: 'post', path: '/requests/{id}/reviews', group, scope },
    summary: 'Begin the review of a request: fixes what will be signed, for ten minutes',
    params: shapes.byId,
    body: shapes.startDecisionInput,
    answer: shapes.review,
    run: async (api, { caller, params, body: { contact: id, locale } }) => {
      const ends = bound(caller, id);
      const snapshot = await api.signing.startDecision({ ...ends, requestId: params.id, locale });
      return { snapshot: { ...snapshot }, credentials: await api.credentialsOf(ends.contact) };
    },
  }),
  endpoint({
    ...{ method: 'post', path: '/requests/{id}/decisions', group, scope },
    summary: 'Hand in a signed decision',
    params: shapes.byId,
    body: shapes.decideInput,
    answer: decisionResult,
    run: (api, { caller, params, body: { contact, ...input } }) =>
      api.signing.decide({ ...input, ...bound(caller, contact), requestId: params.id }),
  }),
];
