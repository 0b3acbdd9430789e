/** Delivery status notifications (RFC 3464): what the fields of a report say, without any mail library. */

export interface RecipientStatus {
  /** Lower case; null when the report names none. */
  address: string | null;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown';
  /** `5.1.1` (RFC 3463); empty when it is missing. */
  status: string;
  /** What the receiving side said, in one line. */
  diagnostic: string;
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** @param text content of a message/delivery-status part: blocks of fields, the first of them about the message */
export function readDeliveryStatus(text: string): RecipientStatus[] {
  const blocks = text.replaceAll(/\r\n?/g, '\n').split(/\n[ \t]*\n/);
  return blocks.flatMap((block) => {
    const fields = fieldsOf(block);
    const action = fields.get('action')?.toLowerCase();
    const status = fields.get('status') ?? '';
    if (action === undefined && status === '') return [];
    const address = addressOf(fields.get('original-recipient') ?? fields.get('final-recipient') ?? '');
    return [
      {
        ...{ address, status: /^\d\.\d{1,3}\.\d{1,3}/.exec(status)?.[0] ?? '' },
        action: ACTIONS.find((known) => known === action) ?? 'unknown',
        diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '').slice(0, 300),
      },
    ];
  });
}

/** `rfc822; anna@bank.example` */
function addressOf(field: string): string | null {
  const address = field
    .replace(/^[\w-]+;/, '')
    .trim()
    .replace(/^<|>$/g, '')
    .toLowerCase();
  return address === '' ? null : address;
}

/** Names in lower case; folded lines are one (RFC 5322, 2.2.3). Of a field that comes twice the first counts. */
export function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const [, name = '', value = ''] = /^([\x21-\x39\x3b-\x7e]+):(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key !== '' && !fields.has(key)) fields.set(key, value.replaceAll(/\p{Cc}+/gu, ' ').trim());
  }
  return fields;
}

/** The delivery whose mail bears this Message-ID; null for mails of others. */
export function deliveryOf(messageId: string): string | null {
  return (
    /<delivery\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s@]+>/i
      .exec(messageId)?.[1]
      ?.toLowerCase() ?? null
  );
}
