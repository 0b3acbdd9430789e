/** The order of a query's rows. */
import type { FieldType } from '../metadata/model.ts';
import { cannotBe, placedFault } from './errors.ts';
import { functionExpression, isAggregate } from './functions.ts';
import type { Scope } from './scope.ts';
import type { Order } from './syntax/tree.ts';

const MOST_ORDERS = 32;
const TEXTS: readonly FieldType[] = ['string', 'picklist', 'combobox', 'email', 'phone', 'url', 'textarea'];

/** Fields that every record has a value in. */
const NEVER_EMPTY = ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp'];

/** ORDER BY of a query of records, without the words themselves. @throws OrgError */
export function recordOrder(scope: Scope, orders: Order[]): string[] {
  const { soql } = scope.context;
  if (orders.length > MOST_ORDERS) {
    throw placedFault(
      'MALFORMED_QUERY',
      soql,
      orders[MOST_ORDERS]?.target.at ?? 0,
      `A query can be sorted by at most ${MOST_ORDERS} fields`,
    );
  }
  return orders.map((order) => {
    const { target } = order;
    if (target.kind === 'call') {
      if (isAggregate(target)) {
        throw placedFault(
          'MALFORMED_QUERY',
          soql,
          target.at,
          'Ordering by aggregate functions needs GROUP BY',
        );
      }
      const { sql, type } = functionExpression(scope, target);
      return sortSql(sql, type, order);
    }
    const { sql, field, relationships } = scope.column(target);
    if (!field.sortable) throw cannotBe('sorted', soql, target.at, target.text);
    // Without a word on empty values an index gives the order.
    const isNeverEmpty = relationships.length === 0 && NEVER_EMPTY.includes(field.name);
    return isNeverEmpty ? `${sql} ${order.direction}` : sortSql(sql, field.type, order);
  });
}

/** One part of ORDER BY. Text counts by its upper case, as the platform does for English. */
export function sortSql(sql: string, type: FieldType, { direction, nulls }: Order): string {
  return `${TEXTS.includes(type) ? `upper(${sql})` : sql} ${direction} NULLS ${nulls}`;
}
