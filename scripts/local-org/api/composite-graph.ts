/** Composite graphs: up to 500 requests on records, each graph a transaction of its own. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import { parsedBody } from './answers.ts';
import { checkReferenceIds, halted, runTogether } from './composite.ts';
import type { Subresponse } from './composite.ts';
import { referencesOf, Subrequest, subrequestRunner } from './subrequests.ts';
import type { Handler, Route } from './route.ts';

const MOST_GRAPHS = 75;
const MOST_NODES = 500;
const MOST_KINDS = 15;
const DEEPEST = 15;
const MOST_FAILURES = 14;

/** The only resources that a node may be: an object's records, one by its id or by an external id. */
const NODE = /^\/services\/data\/(v[\d.]+)\/sobjects\/(\w+)(?:\/[^/?]+){0,2}\/?(?:\?.*)?$/;

const Graphs = z.object({
  graphs: z
    .array(
      z.object({
        graphId: z.string().regex(/^[A-Za-z0-9][\w-]{0,39}$/),
        compositeRequest: z.array(Subrequest).min(1),
      }),
    )
    .min(1),
});
type Graph = z.infer<typeof Graphs>['graphs'][number];

/** `/composite/graph` over the given resources. */
export function compositeGraphRoutes(resources: readonly Route[]): Route[] {
  const run = subrequestRunner(resources);
  const handle: Handler = async (org, request) => {
    const { graphs } = parsedBody(Graphs, request.body);
    checkLimits(graphs);
    const answers: unknown[] = [];
    let failures = 0;
    for (const { graphId, compositeRequest } of graphs) {
      const { responses, successful } =
        failures > MOST_FAILURES
          ? { responses: compositeRequest.map(halted), successful: false }
          : await runTogether(org, request, compositeRequest, run);
      if (!successful) failures += 1;
      answers.push(answerOf(graphId, responses, successful));
    }
    return { status: 200, body: { graphs: answers } };
  };
  return [{ method: 'POST', pattern: '/composite/graph', handle }];
}

function answerOf(graphId: string, compositeResponse: Subresponse[], isSuccessful: boolean): unknown {
  return { graphId, graphResponse: { compositeResponse }, isSuccessful };
}

/** @throws OrgError LIMIT_EXCEEDED or INVALID_INPUT */
function checkLimits(graphs: readonly Graph[]): void {
  const nodes = graphs.flatMap(({ compositeRequest }) => compositeRequest);
  const kinds = new Set(nodes.map(kindOf));
  const limits: [number, number, string][] = [
    [graphs.length, MOST_GRAPHS, 'graphs'],
    [nodes.length, MOST_NODES, 'nodes'],
    [kinds.size, MOST_KINDS, 'different nodes'],
    [Math.max(...graphs.map(depthOf)), DEEPEST, 'levels'],
  ];
  const passed = limits.find(([count, most]) => count > most);
  if (passed) throw new OrgError(400, 'LIMIT_EXCEEDED', `Limit of ${passed[1]} ${passed[2]} exceeded`);
  if (new Set(graphs.map(({ graphId }) => graphId)).size < graphs.length) {
    throw new OrgError(400, 'INVALID_INPUT', 'Each graphId must be used once');
  }
  for (const { compositeRequest } of graphs) checkReferenceIds(compositeRequest);
}

/** Nodes differ by version, method and object. @throws OrgError for a resource that a graph does not take */
function kindOf({ method, url }: Subrequest): string {
  const [, version, object] = NODE.exec(url) ?? [];
  if (version === undefined || object === undefined) {
    throw new OrgError(400, 'INVALID_INPUT', `A composite graph does not take the resource ${url}`);
  }
  return `${method} ${version} ${object.toLowerCase()}`;
}

/** The longest chain of nodes of which each names the one before. */
function depthOf({ compositeRequest }: Graph): number {
  const depths = new Map<string, number>();
  for (const node of compositeRequest) {
    const before = referencesOf(node).map((id) => depths.get(id) ?? 0);
    depths.set(node.referenceId, Math.max(0, ...before) + 1);
  }
  return Math.max(...depths.values());
}
