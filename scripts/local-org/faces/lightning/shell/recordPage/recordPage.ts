import { LightningElement, api, wire } from 'lwc';
import type { Cell, FilesAnswer } from '../../model.ts';
import { isRecord, type RecordRepresentation } from '../../platform/records.ts';
import { session } from '../../platform/session.ts';
import { read } from '../../platform/transport.ts';
import { getObjectInfo } from '../../platform/ui-object-info-api.ts';
import { getRecord } from '../../platform/ui-record-api.ts';

interface FieldInfo {
  label: string;
  dataType: string;
  relationshipName: string | null;
  referenceToInfos: { apiName: string; nameFields: string[] }[];
}

interface ObjectInfo {
  label: string;
  nameFields: string[];
  fields: Record<string, FieldInfo | undefined>;
}

const KINDS: Partial<Record<string, Cell['kind']>> = {
  DateTime: 'datetime',
  Date: 'date',
  Boolean: 'boolean',
  Email: 'email',
  Url: 'url',
  Double: 'number',
  Int: 'number',
  Currency: 'number',
};

/** What a person is told of a refused read; empty for none. */
function problemOf(error: unknown): string {
  if (error === undefined) return '';
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return status === 403 || status === 404
    ? 'This record does not exist, or you may not see it.'
    : 'The record could not be read. Load the page again.';
}

/** A plain page of one record: its fields by layout, what points to it, its files. */
export default class RecordPage extends LightningElement {
  @api objectName = '';

  info: ObjectInfo | undefined;
  record: RecordRepresentation | undefined;
  infoProblem = '';
  recordProblem = '';
  files: FilesAnswer['files'] = [];
  #recordId = '';

  @api
  get recordId(): string {
    return this.#recordId;
  }

  set recordId(value: string) {
    this.#recordId = value;
    void this.readFiles();
  }

  @wire(getObjectInfo, { objectApiName: '$objectName' })
  wiredInfo({ data, error }: { data?: ObjectInfo; error?: unknown }): void {
    this.info = data;
    this.infoProblem = problemOf(error);
  }

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$optionalFields' })
  wiredRecord({ data, error }: { data?: RecordRepresentation; error?: unknown }): void {
    this.record = data;
    this.recordProblem = problemOf(error);
  }

  get problem(): string {
    return this.infoProblem || this.recordProblem;
  }

  get layout() {
    return session().objects[this.objectName]?.layout;
  }

  /** Fields of the layout that the user may read, with the names of the records they lead to. */
  get optionalFields(): string[] | undefined {
    const { info } = this;
    if (!info) return undefined;
    const names = this.layout?.sections.flatMap(({ columns }) => columns.flat()) ?? [];
    const shown = [...new Set([...info.nameFields, ...names])].filter((name) => info.fields[name]);
    return shown
      .flatMap((name) => [name, ...this.parentName(info.fields[name])])
      .map((name) => `${this.objectName}.${name}`);
  }

  private parentName(field: FieldInfo | undefined): string[] {
    const name = field?.referenceToInfos[0]?.nameFields[0];
    const isSingle = field?.referenceToInfos.length === 1;
    return field?.relationshipName && name && isSingle ? [`${field.relationshipName}.${name}`] : [];
  }

  get title(): string {
    const name = this.record?.fields[this.info?.nameFields[0] ?? 'Name']?.value;
    return typeof name === 'string' ? name : '';
  }

  get objectLabel(): string {
    return this.info?.label ?? '';
  }

  get isLoading(): boolean {
    return !this.record && !this.problem;
  }

  get sections() {
    return (this.layout?.sections ?? [])
      .map(({ label, columns }, index) => ({
        key: `${label}-${String(index)}`,
        label,
        gridClass: columns.length > 1 ? 'fields fields_two' : 'fields',
        columns: columns
          .map((names, column) => ({
            key: String(column),
            fields: names.flatMap((name) => this.fieldView(name)),
          }))
          .filter(({ fields }) => fields.length > 0),
      }))
      .filter((section) => section.columns.length > 0);
  }

  private fieldView(name: string) {
    const field = this.info?.fields[name];
    if (!field || !this.record || !(name in this.record.fields)) return [];
    return [{ name, label: field.label, cell: this.cellOf(name, field) }];
  }

  private cellOf(name: string, field: FieldInfo): Cell {
    const { value, displayValue } = this.record?.fields[name] ?? { value: null, displayValue: null };
    if (value === null || value === undefined) return { kind: 'text', text: '' };
    const [target] = field.referenceToInfos;
    if (field.dataType === 'Reference' && target) {
      const parent = this.record?.fields[field.relationshipName ?? '']?.value;
      const parentName = isRecord(parent) ? parent.fields[target.nameFields[0] ?? 'Name']?.value : undefined;
      const recordId = typeof value === 'string' ? value : '';
      return {
        kind: 'record',
        text: typeof parentName === 'string' ? parentName : recordId,
        recordId,
        object: isRecord(parent) ? parent.apiName : target.apiName,
      };
    }
    const kind = KINDS[field.dataType] ?? 'text';
    const plain = typeof value === 'string' ? value : JSON.stringify(value);
    const isShownAsIs = kind === 'datetime' || kind === 'date' || kind === 'boolean';
    return { kind, text: isShownAsIs ? plain : (displayValue ?? plain) };
  }

  get relatedLists() {
    return (this.layout?.relatedLists ?? []).map((list) => ({
      list,
      key: `${list.object}.${list.field}.${this.recordId}`,
    }));
  }

  get hasFiles(): boolean {
    return this.files.length > 0;
  }

  get fileRows() {
    return this.files.map((file) => ({
      ...file,
      address: `/sfc/servlet.shepherd/document/download/${file.documentId}`,
      sizeText: `${String(Math.ceil(file.size / 1024))} kB`,
      cell: { kind: 'datetime', text: file.at },
    }));
  }

  private async readFiles(): Promise<void> {
    this.files = await read<FilesAnswer>(`/lightning/data/files/${this.recordId}`).then(
      ({ files }) => files,
      () => [],
    );
  }
}
