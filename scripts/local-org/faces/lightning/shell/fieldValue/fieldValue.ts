import { LightningElement, api } from 'lwc';
import { webAddress } from '../../platform/pages.ts';
import { session } from '../../platform/session.ts';
import type { Cell } from '../../model.ts';

const ADDRESSES: Partial<Record<Cell['kind'], (text: string) => string>> = {
  email: (text) => `mailto:${text}`,
  url: webAddress,
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
