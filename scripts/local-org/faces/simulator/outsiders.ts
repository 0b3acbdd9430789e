/** The people outside whom the simulator can send, and the support cases they work on. All of them are made up. */
import { randomInt } from 'node:crypto';
import { findObject } from '../../metadata/model.ts';
import type { Engine } from '../../state/engine.ts';
import { to18 } from '../../state/ids.ts';

export interface Outsider {
  name: string;
  /** What audit rows carry in `DelegateUser`. */
  username: string;
  /** What the log of logins by Salesforce staff carries; opaque, as its form is not documented. */
  identifier: string;
  ip: string;
}

export const SUPPORT_ENGINEERS: readonly Outsider[] = [
  {
    name: 'Delphine Moreau',
    username: 'd.moreau@support.salesforce.example',
    identifier: 'sfdc-7c1f03',
    ip: '192.0.2.17',
  },
  {
    name: 'Rafael Ortiz',
    username: 'r.ortiz@support.salesforce.example',
    identifier: 'sfdc-19ab44',
    ip: '192.0.2.58',
  },
];

export const PUBLISHER_STAFF: Outsider = {
  name: 'Docuwerk support',
  username: 'lma.support@docuwerk.example',
  identifier: 'docuwerk-01',
  ip: '192.0.2.200',
};

export interface SupportCase {
  /** As a person reads it out: eight digits. */
  number: string;
  /** 18 characters, of another org than this one. */
  id: string;
}

/** Part of a record id that tells orgs apart; the support organisation's is none of a customer's. */
const SUPPORT_POD = 'HxA';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A case of Salesforce's own support organisation; this org's Case object has no such row. */
export async function openSupportCase(org: Engine): Promise<SupportCase> {
  const tail = Array.from({ length: 9 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  const id = to18(`500${SUPPORT_POD}${tail}`);
  if (await isOwnCase(org, id)) return openSupportCase(org);
  return { number: String(randomInt(46_000_000, 48_000_000)), id };
}

async function isOwnCase(org: Engine, id: string): Promise<boolean> {
  if (!findObject(org.metadata, 'Case')) return false;
  const { totalSize } = await org.platform.query(`SELECT Id FROM Case WHERE Id = '${id}'`);
  return totalSize > 0;
}
