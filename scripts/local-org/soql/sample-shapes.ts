/** For the comparison of two grammars: what each reads out of a query, in one form. */
import type * as second from '@jetstreamapp/soql-parser-js';
import type * as own from './syntax/tree.ts';

/** What is compared: the parts of a query as text and lists. */
interface Shape {
  fields: string[];
  from: string;
  where: string | null;
  groupBy: string[];
  having: string | null;
  orderBy: string[];
  limit: number | null;
  offset: number | null;
}

/** The second grammar writes the words among literals in capitals. */
const valuesOf = (texts: readonly string[]) =>
  texts.map((text) => (/^(null|true|false)$/i.test(text) ? text.toUpperCase() : text)).join('|');

const fold = (text: string) => text.replaceAll(/\s/g, '').toLowerCase();

function ownCondition(condition: own.Condition): string {
  switch (condition.kind) {
    case 'test': {
      const { target, operator, values, subquery } = condition;
      const right = subquery ? JSON.stringify(ownShape(subquery)) : valuesOf(values.map(({ text }) => text));
      return `${fold(target.text)} ${operator} ${right}`;
    }
    case 'not':
      return `not(${ownCondition(condition.item)})`;
    default:
      return `(${condition.items.map(ownCondition).join(` ${condition.kind} `)})`;
  }
}

function ownItem(item: own.SelectItem): string {
  switch (item.kind) {
    case 'field':
      return fold(item.path.text);
    case 'function':
      return fold(item.call.text) + (item.alias ? ` ${item.alias.text}` : '');
    case 'child':
      return JSON.stringify(ownShape(item.query));
    case 'typeof': {
      const whens = item.whens.map(({ object, fields }) =>
        [object, ...fields].map(({ text }) => text).join(),
      );
      return ['typeof', item.path.text, ...whens, ...item.otherwise.map(({ text }) => text)].join(' ');
    }
  }
}

/** A query as our own grammar reads it. */
export function ownShape(query: own.Query): Shape {
  const { groupBy } = query;
  const targets = groupBy?.targets.map(({ text }) => fold(text)) ?? [];
  return {
    fields: query.items.map(ownItem),
    from: query.from.text,
    where: query.where && ownCondition(query.where),
    groupBy: groupBy && groupBy.kind !== 'plain' ? [`${groupBy.kind}(${targets.join()})`] : targets,
    having: query.having && ownCondition(query.having),
    orderBy: query.orderBy.map(({ target, direction, nulls }) =>
      [fold(target.text), direction, nulls].join(' '),
    ),
    limit: query.limit,
    offset: query.offset,
  };
}

type Chain = second.WhereClause | second.HavingClause;

/** The second grammar gives a chain with counted parentheses; here it is read as a tree. */
function secondCondition(clause: Chain): string {
  const tokens: string[] = [];
  for (let node: Chain | undefined = clause; node;) {
    const { left } = node;
    if (left && 'openParen' in left) tokens.push(...new Array<string>(left.openParen ?? 0).fill('('));
    if (left && 'operator' in left) {
      tokens.push(secondTest(left), ...new Array<string>(left.closeParen ?? 0).fill(')'));
    }
    const next: { operator?: string; right?: Chain } = node as never;
    if (next.operator) tokens.push(next.operator);
    node = next.right;
  }
  let position = 0;
  const operand = (): string => {
    const token = tokens[position++] ?? '';
    if (token === 'NOT') return `not(${operand()})`;
    if (token !== '(') return token;
    const inner = expression();
    position += 1;
    return inner;
  };
  const expression = (): string => {
    const items = [operand()];
    const joint = tokens[position];
    while (tokens[position] === joint && (joint === 'AND' || joint === 'OR')) {
      position += 1;
      items.push(operand());
    }
    return items.length === 1 ? (items[0] ?? '') : `(${items.join(` ${(joint ?? '').toLowerCase()} `)})`;
  };
  return expression();
}

type SecondTest = Extract<NonNullable<second.WhereClause['left']>, { operator: second.Operator }>;

function secondTest(parsed: SecondTest): string {
  const target = 'fn' in parsed ? (parsed.fn.rawValue ?? '') : parsed.field;
  const right =
    'valueQuery' in parsed ? JSON.stringify(secondShape(parsed.valueQuery)) : valuesOf([parsed.value].flat());
  return `${fold(target)} ${String(parsed.operator).replace('<>', '!=')} ${right}`;
}

function secondItem(item: second.FieldType): string {
  switch (item.type) {
    case 'Field':
    case 'FieldRelationship': {
      const prefix = 'objectPrefix' in item && item.objectPrefix ? [item.objectPrefix] : [];
      return fold([...prefix, ...('relationships' in item ? item.relationships : []), item.field].join('.'));
    }
    case 'FieldFunctionExpression':
      return fold(item.rawValue ?? '') + (item.alias ? ` ${item.alias}` : '');
    case 'FieldSubquery':
      return JSON.stringify(secondShape(item.subquery));
    case 'FieldTypeof': {
      const parts = item.conditions.map(({ objectType, fieldList }) =>
        objectType ? [objectType, ...fieldList].join() : fieldList.join(' '),
      );
      return ['typeof', item.field, ...parts].join(' ');
    }
  }
}

/** A query as the second grammar reads it. */
export function secondShape(query: second.Query | second.Subquery): Shape {
  const name = (clause: second.GroupByClause | second.OrderByClause) =>
    fold('fn' in clause ? (clause.fn.rawValue ?? '') : clause.field);
  return {
    fields: (query.fields ?? []).map(secondItem),
    from: 'relationshipName' in query ? query.relationshipName : (query.sObject ?? ''),
    where: query.where ? secondCondition(query.where) : null,
    groupBy: [query.groupBy ?? []].flat().map(name),
    having: query.having ? secondCondition(query.having) : null,
    orderBy: [query.orderBy ?? []]
      .flat()
      .map((clause) => [name(clause), clause.order ?? 'ASC', clause.nulls ?? 'FIRST'].join(' ')),
    limit: query.limit ?? null,
    offset: query.offset ?? null,
  };
}
