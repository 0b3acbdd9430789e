/** Questions of contacts and answers of the requester: a thread on the request's timeline, while the deadline runs on. */
import { timelineIntention } from './org-rows.ts';
import { questionMail } from './mails/question.ts';
import type { Reader } from './mails/tongue.ts';
import type { Received } from './on-receipt.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { tellAsked } from './progress.ts';
import { inOrg, notifyRequester } from './requester.ts';
import type { StoredRequest } from './rows.ts';
import { transition } from './transitions.ts';

/** A contact has asked: the request waits for an answer, and the requester is told that it does. */
export async function question(unit: Unit, ports: RelayPorts, received: Received): Promise<void> {
  const { request, decision, name, at } = received;
  const entry = {
    ...{ kind: 'Question' as const, actor: name, textKey: 'question', values: { text: decision.reason } },
    summary: `${name} asks: ${decision.reason}`,
  };
  if (request.state === 'More_information') {
    const row = timelineIntention(request.orgId, { ...entry, requestId: request.id, at }, decision);
    await unit.projections.intend(row);
  } else {
    await transition(unit, request, {
      to: 'More_information',
      at,
      because: `decision ${decision.index}`,
      entry,
    });
  }
  await tellRequester(unit, ports, received);
  await tellAsked(unit, ports, request, {
    ...{ what: { kind: 'asked' }, key: `question:${decision.index}`, at, by: name },
    except: decision.contactId,
  });
}

async function tellRequester(
  unit: Unit,
  ports: RelayPorts,
  { request, decision, at }: Received,
): Promise<void> {
  const content = (reader: Reader) =>
    questionMail({
      ...{ ...reader, orgName: ports.org.name, requestName: request.name, caseNumber: request.caseNumber },
      ...{ deadline: request.deadline ?? at, url: inOrg(ports, request) },
    });
  const key = `question:${decision.index}`;
  // Of two questions within a minute the requester hears once: both stand on the request that he opens.
  const matter = `question:${request.id}`;
  await notifyRequester(unit, ports, request, { at, key, matter, kind: 'question', content });
}

/** The requester has written an answer in the org: contacts may decide as before, and learn of it. */
export async function answered(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { text, by, at }: { text: string; by: string; at: string },
): Promise<void> {
  await transition(unit, request, {
    to: 'Awaiting_decision',
    at,
    because: 'the requester has answered',
    entry: {
      ...{ kind: 'Answer', actor: by, textKey: 'answer', values: { text } },
      summary: `${by} answers: ${text}`,
    },
  });
  await tellAsked(unit, ports, request, {
    what: { kind: 'answered' },
    ...{ key: `answer:${request.id}:${request.revision}`, at, by },
  });
}
