/** Finds the route of a path. Literal segments win over named ones; names of objects are matched without case later. */
import type { Method } from './route.ts';

interface Match<R> {
  route: R;
  params: Record<string, string>;
}

/** Finds the route of a method and path, or the methods that the path would take. */
export type Router<R> = (method: string, path: string) => Match<R> | { allowed: string[] };

/** Compiles the patterns of routes once. */
export function createRouter<R extends { method: Method; pattern: string }>(routes: readonly R[]): Router<R> {
  const compiled = routes
    .map((route) => ({ route, segments: segmentsOf(route.pattern) }))
    .sort((left, right) => literals(right.segments) - literals(left.segments));
  return (method, path) => {
    const parts = segmentsOf(path);
    const allowed: string[] = [];
    for (const { route, segments } of compiled) {
      const params = matchSegments(segments, parts);
      if (!params) continue;
      if (route.method === method || (method === 'HEAD' && route.method === 'GET')) return { route, params };
      allowed.push(route.method);
    }
    return { allowed };
  };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function literals(segments: string[]): number {
  return segments.filter((segment) => !segment.startsWith(':') && !segment.startsWith('*')).length;
}

function matchSegments(segments: string[], parts: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.startsWith('*')) {
      params[segment.slice(1)] = parts.slice(index).join('/');
      return params;
    }
    const part = parts[index];
    if (part === undefined) return null;
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(part);
    else if (segment.toLowerCase() !== part.toLowerCase()) return null;
  }
  return parts.length === segments.length ? params : null;
}

/** A percent sign that starts no escape is taken as it stands. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
