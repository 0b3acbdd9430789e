/**
 * The scratch orgs of a Dev Hub: made when a request is saved, ended when their record is deleted or their day comes.
 * Everything is read off the hub's rows after each commit, so that any API may ask and a restart loses nothing.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatch } from '../api/dispatch.ts';
import { systemContext } from '../security/context.ts';
import type { SeedFile } from '../seed/format.ts';
import type { Engine, SRecord } from '../state/engine.ts';
import { scratchSeed } from './seed.ts';
import { activate, REQUEST_FIELDS, signupError, textOf, usernameOf } from './sign-up.ts';

/** An org with everything that answers for it. */
export interface ServedOrg {
  engine: Engine;
  dispatch: Dispatch;
  close(): Promise<void>;
}

/** Opens the org of a data folder, or one in memory (null); a new one begins with `seed`. */
export type OpenScratchOrg = (dataDir: string | null, seed: SeedFile | null) => Promise<ServedOrg>;

export interface ScratchOrgsOptions {
  hub: Engine;
  /** Where their data lies, one folder each; null = in memory. */
  folder: string | null;
  /** Client apps that a sign-up may approve in the new org. */
  clientIds: readonly string[];
  open: OpenScratchOrg;
  onError: (error: unknown) => void;
}

interface Living {
  /** Id of the ScratchOrgInfo, which names the data folder too. */
  infoId: string;
  /** The first day on which it is no more, in UTC. */
  expires: Temporal.PlainDate;
  features: string | null;
  /** Opened at the first request after a restart. */
  org: Promise<ServedOrg> | null;
}

export class ScratchOrgs {
  readonly #options: ScratchOrgsOptions;
  /** By the 15 characters of the org's id. */
  readonly #living = new Map<string, Living>();
  /** Two queues, as nobody shall wait for a sign-up who asks for something else. */
  #signups: Promise<void> = Promise.resolve();
  #removals: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(options: ScratchOrgsOptions) {
    this.#options = options;
  }

  /** Takes up what the hub's rows say: living orgs, and sign-ups that a stop cut short. */
  static async start(options: ScratchOrgsOptions): Promise<ScratchOrgs> {
    const orgs = new ScratchOrgs(options);
    const { records } = await options.hub.platform.query(
      "SELECT Id, ScratchOrg, ExpirationDate, Features FROM ScratchOrgInfo WHERE Status = 'Active'",
    );
    for (const record of records) {
      orgs.#living.set(String(record['ScratchOrg']), {
        infoId: String(record['Id']),
        expires: Temporal.PlainDate.from(String(record['ExpirationDate'])),
        features: textOf(record, 'Features'),
        org: null,
      });
    }
    orgs.#sweep();
    orgs.recordsChanged();
    return orgs;
  }

  /** Rows of the hub's objects were committed: begins what they ask for. */
  recordsChanged(): void {
    if (this.#closed) return;
    const { onError } = this.#options;
    this.#removals = this.#removals.then(() => this.#endDeleted()).catch(onError);
    this.#signups = this.#signups.then(() => this.#signUpAll()).catch(onError);
  }

  /** Orgs whose day has come are deleted; call before anything is asked of the hub or of a scratch org. */
  async settle(): Promise<void> {
    const today = this.#options.hub.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    const over = [...this.#living.entries()].filter(
      ([, { expires }]) => Temporal.PlainDate.compare(expires, today) <= 0,
    );
    for (const [orgId] of over) await this.#expire(orgId);
    await this.#removals;
  }

  /** Ends the orgs whose records are gone; needed after records went without a commit, as in a reset. */
  async endDeleted(): Promise<void> {
    this.recordsChanged();
    await this.#removals;
  }

  /** The living org of an id, opened if need be. */
  find(orgId15: string): Promise<ServedOrg> | undefined {
    const living = this.#living.get(orgId15);
    if (!living) return undefined;
    const { folder, open } = this.#options;
    living.org ??= open(folder && join(folder, living.infoId), null).then((org) =>
      withFeatures(org, living.features),
    );
    return living.org;
  }

  /** All living orgs, those opened first. */
  async *all(): AsyncGenerator<ServedOrg> {
    const ids = [...this.#living.entries()].sort(
      ([, a], [, b]) => Number(b.org !== null) - Number(a.org !== null),
    );
    for (const [orgId] of ids) {
      const org = await this.find(orgId);
      if (org) yield org;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#signups, this.#removals]);
    for (const { org } of this.#living.values()) await (await org)?.close();
  }

  /** Removes the data of orgs that a stop kept from being removed. */
  #sweep(): void {
    const { folder } = this.#options;
    if (!folder || !existsSync(folder)) return;
    const kept = new Set([...this.#living.values()].map(({ infoId }) => infoId));
    for (const name of readdirSync(folder)) {
      if (!kept.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }

  async #expire(orgId: string): Promise<void> {
    const { platform } = this.#options.hub;
    const { records } = await platform.query(`SELECT Id FROM ActiveScratchOrg WHERE ScratchOrg = '${orgId}'`);
    for (const { Id } of records) await platform.remove('ActiveScratchOrg', String(Id));
    this.recordsChanged();
  }

  /** Ends the orgs that have no ActiveScratchOrg or no request any more, and notes it in the request. */
  async #endDeleted(): Promise<void> {
    const { hub } = this.#options;
    // Those that are signed up while the hub is asked are not in its answer.
    const known = [...this.#living];
    const active = await hub.platform.query('SELECT Id, ScratchOrg, ScratchOrgInfoId FROM ActiveScratchOrg');
    // Who deletes the request deletes the org.
    const orphans = active.records.filter((record) => record['ScratchOrgInfoId'] === null);
    for (const { Id } of orphans) await hub.platform.remove('ActiveScratchOrg', String(Id));
    const kept = new Set(
      active.records
        .filter((record) => !orphans.includes(record))
        .map((record) => String(record['ScratchOrg'])),
    );
    for (const [orgId, living] of known) {
      if (kept.has(orgId)) continue;
      this.#living.delete(orgId);
      await this.#noteDeletion(orgId, living.infoId);
      await this.#drop(living);
    }
  }

  async #noteDeletion(orgId: string, infoId: string): Promise<void> {
    const { platform, clock } = this.#options.hub;
    const info = await platform.query(`SELECT Id FROM ScratchOrgInfo WHERE Id = '${infoId}'`);
    if (info.totalSize === 0) return;
    const [deletion] = (
      await platform.query(
        `SELECT LastModifiedById FROM ActiveScratchOrg WHERE ScratchOrg = '${orgId}' AND IsDeleted = true`,
        { all: true },
      )
    ).records;
    // An org whose day came was deleted by nobody.
    const by = (deletion && textOf(deletion, 'LastModifiedById')) ?? '';
    await platform.update('ScratchOrgInfo', infoId, {
      Status: 'Deleted',
      DeletedDate: clock.now().toString().slice(0, 10),
      DeletedBy: by === systemContext().userId ? null : by.slice(0, 15),
    });
  }

  async #drop({ org, infoId }: Living): Promise<void> {
    await (await org)?.close();
    const { folder } = this.#options;
    if (folder) rmSync(join(folder, infoId), { recursive: true, force: true });
  }

  async #signUpAll(): Promise<void> {
    const { platform } = this.#options.hub;
    const { records } = await platform.query(
      `SELECT ${REQUEST_FIELDS} FROM ScratchOrgInfo WHERE Status IN ('New', 'Creating') ORDER BY Name`,
    );
    for (const record of records) {
      if (this.#closed) return;
      const id = String(record['Id']);
      const code = await this.#signUp(record).catch((error: unknown) => {
        this.#options.onError(error);
        return 'C-9999';
      });
      if (code) await platform.update('ScratchOrgInfo', id, { Status: 'Error', ErrorCode: code });
    }
  }

  /** Makes the org of a request. Gives the error code of a sign-up that fails. */
  async #signUp(record: SRecord): Promise<string | null> {
    const { hub, folder, clientIds, open } = this.#options;
    const username = usernameOf(record);
    const error = signupError(record, { clientIds, usernameTaken: await this.#usernameTaken(username) });
    if (error) return error;
    const infoId = String(record['Id']);
    await hub.platform.update('ScratchOrgInfo', infoId, { Status: 'Creating' });
    const dataDir = folder && join(folder, infoId);
    // What an earlier sign-up left when it was cut short is of no use.
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
    const { timeZone } = await hub.organization();
    const org = await open(dataDir, scratchSeed(record, username, timeZone));
    const expires = await activate(hub, org.engine, record, username);
    // Not before the hub's record is there: an org without one counts as deleted.
    const features = textOf(record, 'Features');
    this.#living.set(org.engine.orgId.slice(0, 15), {
      infoId,
      expires,
      features,
      org: Promise.resolve(withFeatures(org, features)),
    });
    return null;
  }

  async #usernameTaken(username: string): Promise<boolean> {
    if (await this.#options.hub.findUser(username)) return true;
    for await (const { engine } of this.all()) if (await engine.findUser(username)) return true;
    return false;
  }
}

/** Turns on what a feature of the request turns on. */
function withFeatures(org: ServedOrg, features: string | null): ServedOrg {
  if (/\bEnableSetPasswordInApi\b/i.test(features ?? '')) org.engine.switches.ownPasswordByApi = true;
  return org;
}
