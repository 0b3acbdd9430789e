import offline from '@salesforce/label/c.Error_Offline';
import unknown from '@salesforce/label/c.Error_Unknown';

/** A browser reports a lost connection as a TypeError with a text of its own; people get ours. */
const isLostConnection = (error) =>
  error instanceof TypeError && /fetch|network|load failed/i.test(error.message);

/** Field errors and record errors of a refused write; they say more than the message that goes with them. */
function problemsInOutput(output) {
  const fields = Object.values(output?.fieldErrors ?? {}).flat();
  return [...fields, ...(output?.errors ?? []), ...(output?.pageErrors ?? [])];
}

function problemsInBody(body, status) {
  if (typeof body === 'string') {
    return [{ message: body }];
  }
  if (Array.isArray(body)) {
    return body.flatMap(problemsOf);
  }
  const inner = [...problemsInOutput(body.output), ...problemsInOutput(body)];
  return inner.length > 0 ? inner.flatMap(problemsOf) : problemsOf({ statusText: status, ...body });
}

/** @returns {{message: string, code?: string, field?: string}[]} */
function problemsOf(error) {
  if (error === undefined || error === null || error === '') {
    return [];
  }
  if (Array.isArray(error)) {
    return error.flatMap(problemsOf);
  }
  if (typeof error === 'string') {
    return [{ message: error }];
  }
  if (isLostConnection(error)) {
    return [{ message: offline }];
  }
  if (error.body) {
    return problemsInBody(error.body, error.statusText);
  }
  const code = error.errorCode ?? error.statusCode ?? error.extensions?.ErrorType;
  return [
    { message: error.message || error.statusText || unknown, code: code && String(code), field: error.field },
  ];
}

/**
 * Every error shape of the platform (UI API read and write, GraphQL, network, JavaScript, a list of them) as lines a
 * person can read, each once.
 *
 * @param {unknown} errors
 * @returns {string[]}
 */
export function reduceErrors(errors) {
  return [...new Set(problemsOf(errors).map((problem) => problem.message))];
}

/**
 * Whether the platform named `code` (for example `DUPLICATE_VALUE`), and, when given, `field` with it.
 *
 * @param {unknown} errors
 * @param {string} code
 * @param {string} [field]
 */
export function hasErrorCode(errors, code, field) {
  return problemsOf(errors).some(
    (problem) =>
      problem.code === code && (!field || problem.field === field || problem.message.includes(field)),
  );
}
