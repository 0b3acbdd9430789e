function fieldOf(value) {
  const isPicklist = value !== null && typeof value === 'object' && 'value' in value;
  return isPicklist
    ? { value: value.value, displayValue: value.label ?? null }
    : { value, displayValue: null };
}

function nodeOf(row) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name === 'Id') {
        return [name, value];
      }
      if (Array.isArray(value)) {
        return [name, connectionOf(value)];
      }
      const isParent = value !== null && typeof value === 'object' && !('value' in value);
      return [name, isParent ? nodeOf(value) : fieldOf(value)];
    }),
  );
}

function connectionOf(rows, extra = {}) {
  return { edges: rows.map((row) => ({ node: nodeOf(row) })), ...extra };
}

/**
 * A GraphQL answer of the UI API from plain rows by object name. A picklist value is `{value, label}`, a parent a plain
 * object, children a list.
 */
export function answerOf(rowsByObject, { totalCount, hasNextPage = false } = {}) {
  const query = Object.entries(rowsByObject).map(([name, rows]) => [
    name,
    connectionOf(rows, { totalCount: totalCount ?? rows.length, pageInfo: { hasNextPage, endCursor: null } }),
  ]);
  return { uiapi: { query: Object.fromEntries(query) } };
}
