import { LightningElement, api } from 'lwc';
import { session } from '../../platform/session.ts';
import type { Cell } from '../../model.ts';

const ADDRESSES: Partial<Record<Cell['kind'], (text: string) => string>> = {
  email: (text) => `mailto:${text}`,
  // Without a scheme that pages may lead to it is the name of a host, whatever stands before a colon.
  url: (text) => (/^(https?|ftp|mailto):/i.test(text) ? text : `http://${text}`),
};

/** One value of a record as its type asks for. */
export default class FieldValue extends LightningElement {
  @api cell: Cell = { kind: 'text', text: '' };

  timeZone = session().timeZone;

  get isInstant(): boolean {
    return this.cell.kind === 'datetime' && this.cell.text !== '';
  }

  get isDay(): boolean {
    return this.cell.kind === 'date' && this.cell.text !== '';
  }

  get isFlag(): boolean {
    return this.cell.kind === 'boolean';
  }

  get flagIcon(): string {
    return this.cell.text === 'true' ? 'utility:check' : 'utility:dash';
  }

  get flagText(): string {
    return this.cell.text === 'true' ? 'Yes' : 'No';
  }

  /** Where the value leads: the record, the mailbox, the address; undefined when nowhere. */
  get address(): string | undefined {
    const { kind, text, recordId, object = '' } = this.cell;
    if (kind === 'record') {
      return recordId && session().objects[object] ? `/lightning/r/${object}/${recordId}/view` : undefined;
    }
    return text === '' ? undefined : ADDRESSES[kind]?.(text);
  }
}
