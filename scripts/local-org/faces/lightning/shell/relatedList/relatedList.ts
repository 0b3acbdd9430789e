import { LightningElement, api } from 'lwc';
import type { RelatedListModel, RowsAnswer } from '../../model.ts';
import { read } from '../../platform/transport.ts';

/** Records that point to the one shown above. */
export default class RelatedList extends LightningElement {
  @api recordId = '';
  @api list: RelatedListModel | undefined;

  answer: RowsAnswer | undefined;
  hasFailed = false;

  connectedCallback(): void {
    void this.load();
  }

  async load(): Promise<void> {
    const { object = '', field = '' } = this.list ?? {};
    try {
      this.answer = await read<RowsAnswer>(`/lightning/data/related/${object}/${field}/${this.recordId}`);
    } catch {
      this.hasFailed = true;
    }
  }

  get title(): string {
    const count = this.answer ? ` (${String(this.answer.rows.length)}${this.answer.isCut ? '+' : ''})` : '';
    return `${this.list?.label ?? ''}${count}`;
  }

  get hasRows(): boolean {
    return Boolean(this.answer?.rows.length);
  }

  get rows() {
    return (this.answer?.rows ?? []).map((row) => ({
      id: row.id,
      cells: row.cells.map((cell, index) => ({
        cell,
        key: `${row.id}-${String(index)}`,
        label: this.answer?.columns[index]?.label ?? '',
      })),
    }));
  }
}
