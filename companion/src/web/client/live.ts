/**
 * News of the org while a page is looked at. The server says that something changed, and each view reads what it shows
 * anew. Where the stream does not come through, a look every few seconds stands in for it.
 */

/** Without a stream. */
const POLL_MS = 10_000;
/** With one: what changes by the mere passing of time, such as when the org was last read. */
const SLOW_MS = 60_000;
/** After the server refused a stream it is asked again so much later. */
const RETRY_MS = 60_000;

type Look = () => void | Promise<void>;

interface Watcher {
  look: Look;
  busy: boolean;
  /** Something changed while it was looking: it looks once more. */
  again: boolean;
}

const watchers = new Set<Watcher>();
let source: EventSource | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
let refusedAt = Number.NEGATIVE_INFINITY;
let lookedAt = 0;

/**
 * Calls `look` at every change until `leave`, one call at a time. Not while the page is hidden; then once it is seen.
 * @param look tells its failures itself
 */
export function onChange(leave: AbortSignal, look: Look): void {
  const watcher: Watcher = { look, busy: false, again: false };
  watchers.add(watcher);
  if (timer === undefined) begin();
  const left = () => {
    watchers.delete(watcher);
    // The next view usually takes the stream over in the same moment.
    setTimeout(() => watchers.size === 0 && end());
  };
  leave.addEventListener('abort', left, { once: true });
}

function begin(): void {
  lookedAt = Date.now();
  timer = setInterval(tick, POLL_MS);
  document.addEventListener('visibilitychange', seenOrHidden);
  connect();
}

function end(): void {
  clearInterval(timer);
  timer = undefined;
  document.removeEventListener('visibilitychange', seenOrHidden);
  disconnect();
}

function seenOrHidden(): void {
  if (document.visibilityState === 'hidden') return disconnect();
  connect();
  lookAll();
}

function tick(): void {
  if (document.visibilityState === 'hidden') return;
  connect();
  const open = source?.readyState === EventSource.OPEN;
  if (!open || Date.now() - lookedAt >= SLOW_MS) lookAll();
}

function connect(): void {
  if (source !== null || Date.now() - refusedAt < RETRY_MS) return;
  const stream = new EventSource('/api/events');
  source = stream;
  stream.addEventListener('changed', lookAll);
  stream.addEventListener('error', () => {
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    refusedAt = Date.now();
    source = null;
  });
}

function disconnect(): void {
  source?.close();
  source = null;
}

function lookAll(): void {
  lookedAt = Date.now();
  for (const watcher of watchers) void run(watcher);
}

async function run(watcher: Watcher): Promise<void> {
  if (watcher.busy) {
    watcher.again = true;
    return;
  }
  watcher.busy = true;
  try {
    do {
      watcher.again = false;
      await watcher.look();
    } while (watcher.again && watchers.has(watcher));
  } finally {
    watcher.busy = false;
  }
}
