import type { Endpoint } from './endpoint.ts';

/** `get /requests/{id}/timeline` is `getRequestsByIdTimeline`: unique, as method and path are. */
export function operationId({ method, path }: Pick<Endpoint, 'method' | 'path'>): string {
  const words = path
    .split('/')
    .flatMap((part) => part.replace(/^\{(\w+)\}$/, 'by-$1').split('-'))
    .filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
