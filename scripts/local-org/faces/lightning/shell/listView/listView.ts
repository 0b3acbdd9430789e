import { LightningElement, api } from 'lwc';
import type { RowsAnswer } from '../../model.ts';
import { goTo } from '../../platform/navigation.ts';
import { session } from '../../platform/session.ts';
import { read } from '../../platform/transport.ts';

/** The records of one object under one of its list views. */
export default class ListView extends LightningElement {
  answer: RowsAnswer | undefined;
  hasFailed = false;
  #objectName = '';
  #viewName: string | undefined;

  @api
  get objectName(): string {
    return this.#objectName;
  }

  set objectName(value: string) {
    this.#objectName = value;
    void this.load();
  }

  /** API name of the list view; the object's first when absent. */
  @api
  get viewName(): string | undefined {
    return this.#viewName;
  }

  set viewName(value: string | undefined) {
    this.#viewName = value;
    void this.load();
  }

  get title(): string {
    return session().objects[this.objectName]?.pluralLabel ?? this.objectName;
  }

  get views() {
    return (session().objects[this.objectName]?.listViews ?? []).map(({ name, label }) => ({
      value: name,
      label,
    }));
  }

  get selectedView(): string | undefined {
    return this.viewName ?? this.views[0]?.value;
  }

  get hasChoice(): boolean {
    return this.views.length > 1;
  }

  get isLoading(): boolean {
    return !this.answer && !this.hasFailed;
  }

  get isEmpty(): boolean {
    return this.answer?.rows.length === 0;
  }

  get countText(): string {
    const count = this.answer?.rows.length ?? 0;
    const items = count === 1 ? '1 item' : `${String(count)} items`;
    return this.answer?.isCut ? `The newest ${items}` : items;
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

  /** Reads the rows; an answer that another question has overtaken is dropped. */
  @api
  async load(): Promise<void> {
    const address = `/lightning/data/list/${this.objectName}?${new URLSearchParams(
      this.viewName ? { filterName: this.viewName } : {},
    ).toString()}`;
    try {
      const answer = await read<RowsAnswer>(address);
      if (this.isConnected) this.answer = answer;
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    }
  }

  handleView(event: CustomEvent<{ value: string }>): void {
    goTo(`/lightning/o/${this.objectName}/list?filterName=${event.detail.value}`);
  }

  handleRefresh(): void {
    void this.load();
  }
}
