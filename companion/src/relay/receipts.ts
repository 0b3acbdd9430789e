/** What became of a delivery: in the ledger, on the request's timeline in the org, and in the metrics. */
import { MAIL, WEB_PUSH } from './channel-names.ts';
import { timelineIntention } from './org-rows.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { Delivery } from './rows.ts';

export type Conclusion = { at: string } & (
  | { status: 'accepted'; detail: string }
  | { status: 'covered' }
  | { status: 'failed'; failure: 'refused' | 'gave_up'; detail: string }
);

export async function concludeDelivery(
  unit: Unit,
  ports: RelayPorts,
  delivery: Delivery,
  conclusion: Conclusion,
): Promise<void> {
  const { orgId } = ports.org;
  const { id, requestId, contactId, kind, channel, madeAt } = delivery;
  const { at, status } = conclusion;
  const failure = status === 'failed' ? conclusion.failure : null;
  const detail = status === 'covered' ? 'Told by another message within the minute.' : conclusion.detail;
  const settled = { status, result: detail, settledAt: at, failure };
  // Held first, as whoever ends a drill holds it when he gives up its messages: neither waits for the other's row.
  await unit.holdLedger();
  if (!(await unit.deliveries.settle(id, settled))) return;
  const seconds = Temporal.Instant.from(madeAt).until(at).total('seconds');
  ports.measure({ channel, kind, outcome: failure ?? (status === 'covered' ? status : 'accepted'), seconds });
  const pointer = await unit.append({
    ...{ v: 1, type: 'notice', org: orgId, at, request: requestId, contact: contactId },
    ...{ kind, channel, delivery: id, result: status === 'failed' ? 'failed' : 'accepted' },
  });
  if (requestId === null) return;
  const entry = {
    requestId,
    kind: 'Notice' as const,
    at,
    actor: null,
    ...receipt(ports, delivery, conclusion),
  };
  await unit.projections.intend(timelineIntention(orgId, entry, pointer));
}

/** A later receipt of the same delivery: the last one counts. */
export async function recordBounce(
  unit: Unit,
  ports: RelayPorts,
  { id, requestId, contactId, kind, channel, message, madeAt }: Delivery,
  { at, detail }: { at: string; detail: string },
): Promise<void> {
  const { orgId } = ports.org;
  const seconds = Temporal.Instant.from(madeAt).until(at).total('seconds');
  ports.measure({ channel, kind, outcome: 'bounced', seconds });
  const pointer = await unit.append({
    ...{ v: 1, type: 'notice', org: orgId, at, request: requestId, contact: contactId },
    ...{ kind, channel, delivery: id, result: 'failed' },
  });
  if (requestId === null) return;
  const { name } = message.to;
  const entry = {
    ...{ requestId, kind: 'Notice' as const, at, actor: null, textKey: `notice.${kind}.bounced` },
    values: { to: name, channel, subject: message.subject, detail },
    summary: `Mail to ${name} came back after it was handed over: ${message.subject}`,
  };
  await unit.projections.intend(timelineIntention(orgId, entry, pointer));
}

const WORDS = {
  accepted: 'was handed over',
  covered: 'was spared, as another message had just told the same',
  refused: 'could not be delivered, and is not tried again',
  gave_up: 'could not be delivered after several attempts',
} as const;

function receipt(
  { channels }: RelayPorts,
  { kind, channel, contactId, message, attempts }: Delivery,
  conclusion: Conclusion,
): { textKey: string; values: Record<string, string | number | null>; summary: string } {
  const { status } = conclusion;
  const words = WORDS[status === 'failed' ? conclusion.failure : status];
  const name = message.to.name;
  const known =
    channel === MAIL ? 'Mail' : channel === WEB_PUSH ? 'Push message' : channels.get(channel)?.label;
  const label = known ?? channel;
  return {
    textKey: `notice.${kind}.${status}`,
    values: { to: name, contact: contactId, channel, label, subject: message.subject, attempts },
    summary: `${label} to ${name} ${words}: ${message.subject}`,
  };
}
