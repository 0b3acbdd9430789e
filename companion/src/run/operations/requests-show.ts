import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { requestDecisions, requestDetail, requestTimeline } from '../api/requests.ts';
import { type OperationContext, operation } from './operation.ts';

export const requestsShow = operation({
  name: 'requests show',
  summary: 'show one access request: content, rules, timeline, decisions',
  examples: ['AR-000012', 'a01580000000001EAA --json'],
  options: { request: z.string().min(1).max(80).describe('number or id of the request') },
  positionals: ['request'],
  scope: 'requests:read',
  run: async (context, { request: named }) => {
    const { rows, id } = await find(context, named);
    const request = await requestDetail(rows, id);
    const timeline = await requestTimeline(rows, id);
    const decisions = await requestDecisions(rows, id);
    const { window, requester, targetUser } = request;
    const lines = [
      `${request.name} (${request.id}): ${request.state}${request.frozen ? ', frozen' : ''}`,
      ...emergencyLines(request.emergency),
      ...alterationLines(request),
      `  case ${request.caseNumber}, asked by ${requester.name}, as ${targetUser?.name ?? 'nobody'}, ${request.hoursWanted ?? '?'} hours`,
      `  purpose: ${request.purpose}`,
      `  submitted ${request.submittedAt ?? 'not'}, deadline ${request.deadline ?? 'none'}`,
      `  policy ${request.policyVersion ?? 'none yet'}, roster ${request.rosterVersion ?? 'none yet'}`,
      ...(window ? [`  window ${window.start} to ${window.end}`] : []),
      ...(request.extends ? [`  extends ${request.extends.name ?? request.extends.id}`] : []),
      ...request.extendedBy.map(({ name, state }) => `  extended by ${name}: ${state}`),
      'Rules',
      ...request.gates.map(
        ({ gate, state, reason, overridden }) =>
          `  ${state.padEnd(7)}  ${gate}${overridden ? ` (overridden by ${overridden})` : ''}: ${reason}`,
      ),
      'Timeline',
      ...timeline.map(({ at, kind, summary }) => `  ${at}  ${kind}: ${summary}`),
      'Decisions',
      ...decisions.map(
        ({ receivedAt, contact, decision, status, reason, ledgerIndex }) =>
          `  ${receivedAt}  ${contact.name}: ${decision} (${status}), ledger entry ${ledgerIndex}: ${reason}`,
      ),
    ];
    return { ok: true, lines, data: { ...request, timeline, decisions } };
  },
});

function emergencyLines(emergency: Awaited<ReturnType<typeof requestDetail>>['emergency']): string[] {
  if (emergency === null) return [];
  const { openedAt, reviewDue, overdue, review, reason } = emergency;
  const open = overdue ? 'overdue' : `due ${reviewDue ?? ''}`;
  return [
    `  BREAK-GLASS: ${openedAt === null ? 'opened nothing' : `opened ${openedAt}, nobody approved it`}; reason: ${reason}`,
    ...(openedAt === null
      ? []
      : [`  review ${review ? `${review.outcome} by ${review.by}, ${review.at}: ${review.reason}` : open}`]),
  ];
}

function alterationLines({ alterations, looks }: Awaited<ReturnType<typeof requestDetail>>): string[] {
  return [
    ...alterations.flatMap(({ object, kind, by, at, inOrg, fields }) => [
      `  ALTERED: ${object} ${kind}, last by ${by ?? 'nobody known'} at ${at ?? 'an unknown time'}; in the org now: ${inOrg.replaceAll('_', ' ').toLowerCase()}`,
      ...fields.map(
        ({ name, logged, found }) =>
          `    ${name}: on record ${JSON.stringify(logged)}; found ${JSON.stringify(found)}`,
      ),
    ]),
    ...looks.map(
      ({ contact, choice, signedAt, ledgerIndex, reason }) =>
        `  looked at by ${contact.name}, ${signedAt}: ${choice.replaceAll('_', ' ').toLowerCase()}, ledger entry ${ledgerIndex}: ${reason}`,
    ),
  ];
}

async function find({ orgs, store }: OperationContext, named: string) {
  for (const { runtime } of orgs) {
    const rows = store.rows(runtime.org.orgId);
    const found = (await rows.requests.get(named)) ?? (await rows.requests.byName(named));
    if (found) return { rows, id: found.id };
  }
  throw new AppError('not_found', `There is no request ${named}.`);
}
