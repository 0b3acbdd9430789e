/** For tests: the streaming client of jsforce, which nobody here wrote, with the little that a test asks of it. */
import { createRequire } from 'node:module';

const requireModule = createRequire(import.meta.url);
const { Connection } = requireModule('jsforce') as { Connection: new (options: object) => JsforceConnection };
const { StreamingExtension } = requireModule('jsforce/lib/api/streaming') as {
  StreamingExtension: { Replay: new (channel: string, id: number) => object };
};

interface JsforceConnection {
  streaming: { createClient(extensions: object[]): FayeClient };
}
interface FayeClient {
  subscribe(channel: string, listener: (event: ChangeMessage) => void): FayeSubscription;
  disconnect(): PromiseLike<void> | undefined;
}
interface FayeSubscription {
  callback(listener: () => void): void;
  errback(listener: (error: { code: number | null; message: string }) => void): void;
}
/** A change event as the client hands it on. */
export interface ChangeMessage {
  schema: string;
  event: { replayId: number };
  payload: Record<string, unknown> & {
    ChangeEventHeader: {
      entityName: string;
      recordIds: string[];
      changeType: string;
      commitUser: string;
      changedFields: string[];
    };
  };
}
/** Listens to a channel as a user. Rejects with the server's reason when the subscription is refused. */
export async function listenWithJsforce(url: string, accessToken: string, on: string, replay: number) {
  const connection = new Connection({
    instanceUrl: url,
    accessToken,
    version: '68.0',
  });
  const client = connection.streaming.createClient([new StreamingExtension.Replay(on, replay)]);
  const seen: ChangeMessage[] = [];
  let wake = () => {};
  const subscription = client.subscribe(on, (event) => {
    seen.push(event);
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    subscription.callback(resolve);
    subscription.errback((error) => {
      void client.disconnect();
      reject(new Error(`${error.code ?? ''} ${error.message}`));
    });
  });
  return {
    /** Waits until what has come is what the test waits for. */
    async until(wanted: (events: ChangeMessage[]) => boolean): Promise<ChangeMessage[]> {
      while (!wanted(seen)) await new Promise<void>((resolve) => void (wake = resolve));
      return seen;
    },
    /** Resolves when the server knows; one that is gone by then would be asked for ever. */
    end: async () => client.disconnect(),
  };
}
