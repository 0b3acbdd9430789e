/** The order of a query's rows. */
import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { cannotBe } from './errors.ts';
import type { Column } from './scope.ts';

/** One part of ORDER BY. Empty values come first unless the query says otherwise; text is sorted without case. */
export function sortSql(column: Column, clause: OrderByClause, soql: string): string {
  const { field, sql } = column;
  if (!field.sortable) throw cannotBe('sorted', soql, field.name);
  const text = ['string', 'picklist', 'email', 'phone', 'url', 'textarea'].includes(field.type);
  return `${text ? `lower(${sql})` : sql} ${clause.order ?? 'ASC'} NULLS ${clause.nulls ?? 'FIRST'}`;
}
