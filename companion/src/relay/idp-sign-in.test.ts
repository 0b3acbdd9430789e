import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IdpBound } from '../core/entries/idp-entry.ts';
import { checkIdpBinding } from '../core/verify/verify-idp.ts';
import { FRIEDRICH, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

const ISSUER = 'https://login.bank.example';
const account = (subject: string, address: string | null) => ({ issuer: ISSUER, subject, address });
const logged = async () =>
  (await world.store.ledger.entries(world.org.orgId, { types: ['idp.bound'] })).map(
    ({ entry }) => entry as IdpBound,
  );

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open([MARIT]);
});
afterAll(() => RelayWorld.closeAll());

describe('an account of the company’s provider', () => {
  test('is matched once by its verified address, and by its subject alone from then on [D116]', async () => {
    const shouted = ` ${MARIT.address.toUpperCase()}`;
    expect(await world.relay.idpContact(account('m-1', shouted))).toBe(MARIT.id);
    expect(await world.relay.idpContact(account('m-1', 'new.name@bank.example'))).toBe(MARIT.id);
    expect(await world.relay.idpContact(account('m-1', null))).toBe(MARIT.id);
    expect(await logged()).toEqual([expect.objectContaining({ contact: MARIT.id, issuer: ISSUER })]);
    expect(JSON.stringify(await logged())).not.toContain('m-1');
  });

  test('is refused with an alarm when the contact has another one, whoever owns the address now', async () => {
    await world.relay.idpContact(account('m-1', MARIT.address));
    await expect(world.relay.idpContact(account('m-2', MARIT.address))).rejects.toMatchObject({
      code: 'not_eligible',
    });
    await world.settled();
    expect(world.org.rowsOf('Access_Finding__c')).toEqual([
      expect.objectContaining({ Kind__c: 'Account_changed', Severity__c: 'Critical' }),
    ]);
    expect(await world.relay.idpContact(account('m-1', MARIT.address))).toBe(MARIT.id);
  });

  test('is unbound by an operator on record, told to the contacts, and the next one is bound; the kit follows [D116 U4]', async () => {
    await world.relay.idpContact(account('m-1', MARIT.address));
    // A row that somebody has proposed under her address stands before hers in the list, and is not the one that is meant.
    const proposal = { ...MARIT, id: 'a02580000000009AAA', name: 'Another Marit', level: 0 };
    world.org.roster = [...world.org.roster, proposal];
    await world.relay.refresh();
    await expect(world.relay.unbindIdp({ named: FRIEDRICH.address, by: 'operator' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const { database } = world.store;
    const contact = { org: world.org.orgId, id: MARIT.id };
    for (const [sid, session] of Object.entries({ account: { contact }, key: { contact, credential: 'k' } }))
      await database.query("INSERT INTO session (sid, sess, expire) VALUES ($1, $2, now() + '1 h')", [
        ...[sid, JSON.stringify(session)],
      ]);
    const undone = await world.relay.unbindIdp({ named: MARIT.address.toUpperCase(), by: 'operator' });
    expect(undone).toEqual({ name: 'Marit Jansen', issuers: [ISSUER] });
    // Whoever signed in through the account reads no further; a passkey's session ends with its passkey.
    expect((await database.query('SELECT sid FROM session')).rows).toEqual([{ sid: 'key' }]);
    await world.settled();
    expect(world.mailsTo(MARIT).at(-1)?.subject).toContain('The account of Marit Jansen was unbound');
    expect(await world.relay.idpContact(account('m-2', MARIT.address))).toBe(MARIT.id);
    await expect(world.relay.idpContact(account('m-1', MARIT.address))).rejects.toMatchObject({
      code: 'not_eligible',
    });
    const { entries, check } = await world.entries();
    const results = async (kept: typeof entries) => (await check(kept)).checks.map(({ result }) => result);
    expect(await results(entries)).toEqual(['ok', 'ok']);
    expect(await results(entries.filter(({ type }) => type !== 'idp.unbound'))).toContain('tampered');
    const unbound = entries.filter(({ type }) => type === 'idp.unbound');
    expect(await results([...entries, ...unbound, ...unbound])).toContain('tampered');
  });

  test('is nobody’s when its address is not verified, stands on no sealed entry, or was only written into the org', async () => {
    world.org.roster = [{ ...MARIT, address: 'attacker@bank.example' }, FRIEDRICH];
    await world.relay.refresh();
    for (const address of [null, 'stranger@bank.example', 'attacker@bank.example']) {
      expect(await world.relay.idpContact(account('x-1', address))).toBeNull();
    }
    expect(await logged()).toEqual([]);
  });

  test('puts no passkey in place: not the first one, and none after all were revoked [D116 U3]', async () => {
    await world.relay.idpContact(account('f-1', FRIEDRICH.address));
    await expect(world.addKey(FRIEDRICH)).rejects.toMatchObject({ code: 'not_eligible' });
    await world.enrol(FRIEDRICH);
    await world.act(MARIT, 'key-recovery', FRIEDRICH.id, 'Recover');
    await expect(world.addKey(FRIEDRICH)).rejects.toMatchObject({ code: 'not_eligible' });
    expect(await world.relay.passkeys(FRIEDRICH.id)).toMatchObject([{ state: 'Revoked' }]);
    expect((await world.verified()).checks).toMatchObject([{ result: 'ok' }, { result: 'ok' }]);
  });

  test('opens nothing any more once the contact is deactivated', async () => {
    await world.relay.idpContact(account('m-1', MARIT.address));
    world.org.roster = [{ ...MARIT, active: false }, FRIEDRICH];
    await world.relay.refresh();
    expect(await world.relay.idpContact(account('m-1', MARIT.address))).toBeNull();
  });
});

test('a ledger that binds a contact twice at one provider, or nobody of the roster, does not verify', async () => {
  await world.relay.idpContact(account('m-1', MARIT.address));
  const [entry] = await logged();
  if (!entry) throw new Error('nothing was logged');
  const bound = new Set<string>();
  checkIdpBinding(entry, new Set([MARIT.id]), bound);
  expect(() => checkIdpBinding(entry, new Set([MARIT.id]), bound)).toThrow('a second account');
  expect(() => checkIdpBinding(entry, new Set(), new Set())).toThrow('the roster does not name');
});
