/** The daily allowance of API requests: counted by the server, shown in a header and by `/limits`. */
import { scratchOrgLimits } from '../hub/limits.ts';
import type { OrgClock } from '../state/clock.ts';
import type { Handler, Route } from './route.ts';

const MAXIMUM = 100_000;
const HOURS = 24;

export interface Usage {
  used: number;
  max: number;
}

export interface UsageMeter {
  /** Counts one request and gives the use of the last 24 hours. */
  count(): Usage;
  current(): Usage;
}

/** Counts by hour over a rolling day, by the org's clock. */
export function createUsageMeter(clock: OrgClock): UsageMeter {
  const hours = new Map<number, number>();
  const hour = () => Math.floor(clock.now().epochMilliseconds / 3_600_000);
  const current = () => {
    const oldest = hour() - HOURS;
    let used = 0;
    for (const [at, count] of hours) {
      if (at <= oldest) hours.delete(at);
      else used += count;
    }
    return { used, max: MAXIMUM };
  };
  return {
    current,
    count: () => {
      hours.set(hour(), (hours.get(hour()) ?? 0) + 1);
      return current();
    },
  };
}

/** `/limits`: the allowance that is counted, and the others as untouched. */
export function limitsRoutes(meter: UsageMeter): Route[] {
  const untouched = (max: number) => ({ Max: max, Remaining: max });
  const handle: Handler = async (org) => {
    const { used, max } = meter.current();
    return {
      status: 200,
      body: {
        DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
        DailyBulkV2QueryJobs: untouched(10_000),
        DailyBulkApiBatches: untouched(15_000),
        DailyDeliveredPlatformEvents: untouched(25_000),
        DailyStreamingApiEvents: untouched(200_000),
        DataStorageMB: untouched(1024),
        FileStorageMB: untouched(1024),
        HourlyPublishedPlatformEvents: untouched(250_000),
        SingleEmail: untouched(5000),
        StreamingApiConcurrentClients: untouched(1000),
        ...(await scratchOrgLimits(org)),
      },
    };
  };
  return [{ method: 'GET', pattern: '/limits', handle }];
}
