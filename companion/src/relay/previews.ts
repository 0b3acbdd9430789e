/**
 * What a target user may do, for the contact to see. A review reads it anew; a page that is merely open shows what was
 * read a while ago, since each reading spends the org's API calls.
 */
import { AppError } from '../core/errors.ts';
import type { StatementBase } from '../core/statement.ts';
import type { RelayPorts } from './ports.ts';
import type { StoredRequest } from './rows.ts';

type Preview = StatementBase['accessPreview'];

export interface Previews {
  /** Read now; null when the org is out of reach or does not tell. */
  read(request: StoredRequest): Promise<Preview>;
  /** As read within the last ten minutes, else now. */
  recent(request: StoredRequest): Promise<Preview>;
}

const RECENT = Temporal.Duration.from({ minutes: 10 });

export function createPreviews({ org, log, now }: Pick<RelayPorts, 'org' | 'log' | 'now'>): Previews {
  const kept = new Map<string, { at: Temporal.Instant; preview: Preview }>();

  const read: Previews['read'] = async ({ targetUser, id }) => {
    if (targetUser === null) return null;
    try {
      const { asOf, digest, summary } = await org.accessPreview(targetUser);
      const preview = { asOf, digest, summary };
      kept.set(targetUser, { at: await now(), preview });
      return preview;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ request: id, code: error.code }, 'the rights of the target user cannot be shown');
      return null;
    }
  };
  return {
    read,
    async recent(request) {
      const known = request.targetUser === null ? undefined : kept.get(request.targetUser);
      const isRecent = known && Temporal.Duration.compare(known.at.until(await now()), RECENT) < 0;
      return isRecent ? known.preview : read(request);
    },
  };
}
