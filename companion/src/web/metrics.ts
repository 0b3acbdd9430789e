/** Request counts and times for Prometheus, by route pattern: an address with an id in it is no label. */
import type { Request, RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

const NAME = 'countersign_http_request_seconds';

/** Times every answer into `countersign_http_request_seconds{method, route, status}` of the registry. */
export function timedRequests(registry: Registry): RequestHandler {
  // During a move two apps answer, one for each address.
  const known = registry.getSingleMetric(NAME) as Histogram<'method' | 'route' | 'status'> | undefined;
  const seconds =
    known ??
    new Histogram({
      name: NAME,
      help: 'Time from the request to the end of the answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
      registers: [registry],
    });
  return (request, response, next) => {
    const stop = seconds.startTimer();
    response.once('finish', () => {
      // A stream lasts as long as its page is open, which says nothing of how fast the server is.
      if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return;
      stop({ method: request.method, route: routeOf(request), status: String(response.statusCode) });
    });
    next();
  };
}

function routeOf(request: Request): string {
  const route: unknown = request.route;
  if (typeof route === 'object' && route !== null && 'path' in route)
    return `${request.baseUrl}${String(route.path)}`;
  return 'none';
}
