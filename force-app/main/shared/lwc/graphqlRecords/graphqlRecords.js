const isConnection = (value) => Array.isArray(value?.edges);
const isField = (value) => value !== null && typeof value === 'object' && 'value' in value;

/**
 * Flattens one node of a GraphQL answer: `{Name: {value}}` becomes `{Name}`, the display value of a field stands beside it
 * as `Name$label`, a parent becomes a nested record and a child relationship a list of records.
 *
 * @param {Record<string, unknown> | null | undefined} node
 * @returns {Record<string, any> | undefined}
 */
export function recordOf(node) {
  if (!node) {
    return undefined;
  }
  const record = {};
  for (const [name, value] of Object.entries(node)) {
    if (isConnection(value)) {
      record[name] = value.edges.map((edge) => recordOf(edge.node));
    } else if (isField(value)) {
      record[name] = value.value;
      record[`${name}$label`] = value.displayValue ?? value.value;
    } else {
      record[name] = value !== null && typeof value === 'object' ? recordOf(value) : value;
    }
  }
  return record;
}

/**
 * The records of one object in a GraphQL answer; empty while there is no answer.
 *
 * @param {{uiapi?: {query?: Record<string, any>}} | undefined} data
 * @param {string} objectApiName name (or alias) of the root field
 */
export function recordsOf(data, objectApiName) {
  return (data?.uiapi?.query?.[objectApiName]?.edges ?? []).map((edge) => recordOf(edge.node));
}
