/** The answer to `columns=true`: the shape of a query's rows without the rows. */
import type { CompiledQuery } from './compile.ts';
import type { RecordQuery } from './outputs.ts';

interface ColumnMetadata {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: ColumnMetadata[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

const PLAIN: Omit<ColumnMetadata, 'columnName' | 'displayName'> = {
  aggregate: false,
  apexType: null,
  booleanType: false,
  custom: false,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: false,
  updatable: false,
};

/** Columns as the sf CLI reads them: parents and children are columns with columns of their own. */
export function queryColumns(query: CompiledQuery): Record<string, unknown> {
  return {
    columnMetadata:
      query.kind === 'records' ? recordColumns(query) : query.columns.map(({ name }) => aggregated(name)),
    entityName: query.object.name,
    groupBy: query.kind === 'aggregate',
    idSelected:
      query.kind === 'records' &&
      query.outputs.some((output) => output.kind === 'value' && output.field.name === 'Id'),
    keyPrefix: query.object.keyPrefix,
  };
}

function aggregated(name: string): ColumnMetadata {
  return { ...PLAIN, aggregate: true, columnName: name, displayName: name };
}

function recordColumns(query: RecordQuery): ColumnMetadata[] {
  const columns: ColumnMetadata[] = [];
  for (const output of query.outputs) {
    if (output.kind === 'child') {
      columns.push({ ...aggregated(output.name), joinColumns: recordColumns(output.query) });
      continue;
    }
    const list = output.relationships.reduce((level, name) => within(level, name), columns);
    if (output.kind !== 'value') continue;
    const { field, name } = output;
    list.push({
      ...PLAIN,
      columnName: name,
      displayName: name,
      booleanType: field.type === 'boolean',
      custom: field.custom,
      insertable: field.createable,
      numberType: ['int', 'double', 'currency', 'percent'].includes(field.type),
      textType: ['string', 'textarea', 'picklist', 'email', 'phone', 'url'].includes(field.type),
      updatable: field.updateable,
    });
  }
  return columns;
}

/** The columns below a relationship, made when it is first met. */
function within(columns: ColumnMetadata[], name: string): ColumnMetadata[] {
  const found = columns.find(({ columnName }) => columnName === name);
  if (found) return found.joinColumns;
  const column = { ...PLAIN, columnName: name, displayName: name, joinColumns: [] };
  columns.push(column);
  return column.joinColumns;
}
