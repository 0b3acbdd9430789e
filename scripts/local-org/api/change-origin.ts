/** The `changeOrigin` of change events: API, version and the name that the client gives itself. */
import type { Credentials } from './dispatch.ts';

interface Called {
  path: string;
  headers: Record<string, string | undefined>;
}

const apis: readonly [RegExp, string][] = [
  [/^\/services\/data\/v(\d+\.0)\/jobs\//, 'bulkapi'],
  [/^\/services\/data\/v(\d+\.0)\/tooling\//, 'toolingrest'],
  [/^\/services\/data\/v(\d+\.0)\//, 'rest'],
  [/^\/services\/Soap\/[us]\/(\d+\.0)/i, 'soap'],
];

/** How Lightning pages show in events, as the samples of the documentation do. */
const lightning = 'com/salesforce/api/soap/68.0;client=SfdcInternalAPI/';

/** Where a request's changes come from; empty when it reaches no data API. */
export function changeOrigin({ path, headers }: Called, credentials: Credentials | null): string {
  if (credentials?.kind === 'cookie') return lightning;
  for (const [pattern, api] of apis) {
    const version = pattern.exec(path)?.[1];
    if (version === undefined) continue;
    const client = clientName(headers['sforce-call-options']);
    return `com/salesforce/api/${api}/${version}${client ? `;client=${client}` : ''}`;
  }
  return '';
}

/** `client=Loader/1, defaultNamespace=x` → `Loader/1`. */
function clientName(options: string | undefined): string | undefined {
  return /(?:^|[,;])\s*client\s*=\s*([^,;]+)/i.exec(options ?? '')?.[1]?.trim();
}
