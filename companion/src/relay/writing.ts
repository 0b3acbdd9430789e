/** Writes what is intended to the org now, if it can be reached. */
import { AppError } from '../core/errors.ts';
import type { RelayPorts } from './ports.ts';

/** What cannot be written now stays intended; the next flush takes it along. */
export async function writeSoon({
  projector,
  org,
  log,
}: Pick<RelayPorts, 'projector' | 'org' | 'log'>): Promise<void> {
  try {
    await projector.flush();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn({ org: org.orgId, code: error.code }, 'rows for the org are written later');
  }
}
