/**
 * What a target user may do, for the contact to see. A review reads it anew; a page that is merely open shows what was
 * read a while ago, since each reading spends the org's API calls.
 */
import { AppError } from '../core/errors.ts';
import type { StatementBase } from '../core/statement.ts';
import type { RelayPorts } from './ports.ts';
import type { StoredRequest } from './rows.ts';

type Preview = StatementBase['accessPreview'];

export interface LesserUsers {
  outcome: 'found' | 'none' | 'unknown';
  users: { id: string; name: string; without: string[] }[];
}

export interface Previews {
  /** Read now; null when the org is out of reach or does not tell. */
  read(request: StoredRequest): Promise<Preview>;
  /** As read within the last ten minutes, else now. */
  recent(request: StoredRequest): Promise<Preview>;
  /** Who could do less instead, as read within the last ten minutes, else now. */
  lesser(request: StoredRequest): Promise<LesserUsers>;
}

const RECENT = Temporal.Duration.from({ minutes: 10 });

export function createPreviews({ org, log, now }: Pick<RelayPorts, 'org' | 'log' | 'now'>): Previews {
  const asked = async <Answer>(request: StoredRequest, question: (user: string) => Promise<Answer>) => {
    if (request.targetUser === null) return null;
    try {
      return await question(request.targetUser);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ request: request.id, code: error.code }, 'the rights of the target user cannot be shown');
      return null;
    }
  };
  const preview = (request: StoredRequest): Promise<Preview> =>
    asked(request, async (user) => {
      const { asOf, digest, summary } = await org.accessPreview(user);
      return { asOf, digest, summary };
    });
  const kept = remembered(preview, now);
  const lesser = remembered((request) => asked(request, (user) => org.lesserUsers(user)), now);
  return {
    read: kept.read,
    recent: kept.recent,
    lesser: async (request) => (await lesser.recent(request)) ?? { outcome: 'unknown', users: [] },
  };
}

/** Keeps what was read of each target user; what could not be read is asked for again. */
function remembered<Answer>(
  ask: (request: StoredRequest) => Promise<Answer | null>,
  now: RelayPorts['now'],
): {
  read: (request: StoredRequest) => Promise<Answer | null>;
  recent: (request: StoredRequest) => Promise<Answer | null>;
} {
  const kept = new Map<string | null, { at: Temporal.Instant; answer: Answer }>();
  const read = async (request: StoredRequest) => {
    const answer = await ask(request);
    if (answer !== null) kept.set(request.targetUser, { at: await now(), answer });
    return answer;
  };
  return {
    read,
    async recent(request) {
      const known = kept.get(request.targetUser);
      const isRecent = known && Temporal.Duration.compare(known.at.until(await now()), RECENT) < 0;
      return isRecent ? known.answer : read(request);
    },
  };
}
