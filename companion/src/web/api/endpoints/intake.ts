import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import * as shapes from '../shapes/index.ts';

export const intakeEndpoints = [
  endpoint({
    ...{ method: 'post', path: '/intake', group: 'Intake', scope: 'requests:write', status: 201 },
    summary: 'Raise an access request from a ticket, or tell of a mail that came back',
    description:
      'JSON, the mail template of docs/how-to/intake.md as text/plain, or a whole mail as message/rfc822. A delivery status ' +
      'notification (RFC 3464) marks the mail as come back and takes the scope deliveries:write, too. A repeated ticket number ' +
      'makes no second request. The sender is recorded as an address that nobody has proved: it is never taken for a ' +
      'person of the roster or a user of the org.',
    body: shapes.intakeInput.or(z.string().min(1)),
    texts: ['text/plain', 'message/rfc822'],
    answer: shapes.intakeResult,
    run: (api, { caller, body, mediaType }) =>
      typeof body === 'string' && mediaType === 'message/rfc822'
        ? api.works.intakeMail(caller, Buffer.from(body, 'latin1'))
        : api.works.intake(caller, body),
  }),
];
