/** The commands of operators that tokens may call: one endpoint each, made from the list that the command line uses. */
import { endpoint, type Endpoint } from '../endpoint.ts';
import type { Operations } from '../ports.ts';
import { operationAnswer } from '../shapes/index.ts';

export function operationEndpoints(operations: Operations['list']): Endpoint[] {
  return operations.map(({ name, slug, summary, help, options, scope }) =>
    endpoint({
      ...{ method: 'post', path: `/operations/${slug}`, group: 'Operations', scope },
      summary: `countersign ${name}: ${summary}`,
      ...(help === null ? {} : { description: help }),
      body: options,
      answer: operationAnswer,
      run: (api, { caller, body }) => api.operations.run(caller, name, body),
    }),
  );
}
