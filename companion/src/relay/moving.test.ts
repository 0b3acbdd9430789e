/** Moving to another host name, with real passkey ceremonies at both, and the kit over the ledger that comes of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { FRIEDRICH, INGRID, MARIT, POLICY } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import type { RosterRow } from './ports.ts';

const OLD = 'http://localhost:8788';
const NEW = 'https://countersign.new.example';

let world: RelayWorld;
afterAll(() => RelayWorld.closeAll());

/** Signs in at the old address, enrols at the next one by the ticket, and signs for the new key at the old one. */
async function move(contact: RosterRow): Promise<void> {
  const { url } = await world.relay.beginMoving(contact.id);
  expect(url.startsWith(`${NEW}/enrol/`)).toBe(true);
  const { authenticator, enrolled } = await world.enrolAt(NEW, url.split('/').at(-1) ?? '');
  const subject = enrolled.fingerprint.replaceAll(' ', '');
  expect(enrolled).toMatchObject({ waits: true, signAt: `${OLD}/signatures/key-vouch/${subject}` });
  await world.act(contact, 'key-vouch', subject, 'Vouch');
  world.keys.set(contact.id, authenticator);
}

describe('a move to another host name', () => {
  beforeAll(async () => {
    world = await RelayWorld.open([MARIT, FRIEDRICH, INGRID], [MARIT, FRIEDRICH, INGRID], (org) => {
      org.policy = { ...POLICY, quorum: 2, ladder: [1, 2].map((level) => ({ level, afterMinutes: 0 })) };
    });
  });

  test('is not begun by setting another address, and says what to set instead', async () => {
    world.origins = { origin: NEW };
    world.build();
    await expect(world.relay.start()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('COUNTERSIGN_ORIGIN_NEXT'),
    });
  });

  test('begins on record, is told to every contact, and both addresses are asked for', async () => {
    world.origins = { origin: OLD, nextOrigin: NEW };
    world.build();
    await world.relay.start();
    await world.relay.start();
    await world.settled();
    const { entries } = await world.entries();
    expect(entries.filter(({ type }) => type === 'host.moving')).toEqual([
      expect.objectContaining({ from: OLD, next: NEW }),
    ]);
    expect(world.mailsTo(MARIT).at(-1)?.text).toContain(`Open ${OLD} from your bookmark`);
    expect((await world.relay.me(MARIT.id)).moveTo).toBe(NEW);
  });

  test('lets a contact sign at the new address when he has signed for its key at the old one', async () => {
    await move(MARIT);
    expect((await world.relay.me(MARIT.id)).moveTo).toBeNull();
    expect(await world.relay.move()).toMatchObject({
      moved: ['Marit Jansen'],
      left: ['Friedrich Albers', 'Ingrid Sommer'],
    });
    await world.signIn(MARIT);
    const request = await world.raise();
    expect(world.mailsTo(MARIT).at(-1)?.text).toContain(`${NEW}/requests/`);
    expect(world.mailsTo(FRIEDRICH).at(-1)?.text).toContain(`${OLD}/requests/`);
    expect(await world.sign(MARIT, request, { decision: 'Deny' })).toMatchObject({ outcome: 'effective' });
    await expect(world.relay.beginMoving(MARIT.id)).rejects.toMatchObject({ code: 'not_eligible' });
  });

  test('takes a ticket once, at the new address alone, and gives its key no signature before it is vouched for', async () => {
    const { url } = await world.relay.beginMoving(FRIEDRICH.id);
    const token = url.split('/').at(-1) ?? '';
    await expect(world.enrolAt(OLD, token)).rejects.toMatchObject({ code: 'invitation_invalid' });
    const { authenticator } = await world.enrolAt(NEW, token);
    await expect(world.enrolAt(NEW, token)).rejects.toMatchObject({ code: 'invitation_invalid' });
    const own = world.keys.get(FRIEDRICH.id);
    world.keys.set(FRIEDRICH.id, authenticator);
    await expect(world.signIn(FRIEDRICH)).rejects.toMatchObject({ code: 'key_not_vouched' });
    if (own) world.keys.set(FRIEDRICH.id, own);
    await move(FRIEDRICH);
  });

  test('ends when the operator says so: not past somebody unless he says that too, and old keys sign nothing then', async () => {
    await expect(world.relay.finishMove({ by: 'operator', leave: false })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('Ingrid Sommer'),
    });
    const request = await world.raise({}, 'a01580000000005AAA');
    await world.sign(INGRID, request);
    await world.relay.finishMove({ by: 'operator', leave: true });
    await world.settled();
    await expect(world.signIn(INGRID)).rejects.toMatchObject({ code: 'assertion_invalid' });
    await expect(world.relay.beginMoving(INGRID.id)).rejects.toMatchObject({ code: 'not_eligible' });
    world.origins = { origin: NEW };
    world.build();
    await world.relay.start();
    await world.act(MARIT, 'key-recovery', INGRID.id, 'Recover');
    await world.settled();
    const fingerprint = await world.enrol(INGRID);
    await world.vouch(FRIEDRICH, fingerprint);
    await world.signIn(INGRID);
    // What a key of the old address approved before the quorum counts no more, for relay and kit alike.
    await world.sign(MARIT, request);
    expect(await world.stored(request)).toMatchObject({ state: 'Awaiting_decision', approvalsGiven: 1 });
    world.origins = { origin: OLD };
    world.build();
    await expect(world.relay.start()).rejects.toMatchObject({
      message: expect.stringContaining(`The contacts have moved to ${NEW}`),
    });
  });

  test('is checked by the kit over both hosts, and each forgery of it is found [U4]', async () => {
    const { entries, check } = await world.entries();
    expect((await check(entries)).checks).toEqual([
      expect.objectContaining({ name: 'decisions', result: 'ok' }),
      expect.objectContaining({ name: 'signers', result: 'ok' }),
    ]);
    const forged = async (change: (entry: LedgerEntry) => LedgerEntry | null) =>
      (await check(entries.flatMap((entry) => change(entry) ?? []))).checks.map(({ result }) => result);
    const without = (type: LedgerEntry['type']) => forged((entry) => (entry.type === type ? null : entry));
    // A key for a host that nobody declared; old keys that go on signing; somebody who was left behind and not named.
    expect(await without('host.moving')).toContain('tampered');
    expect(await without('host.moved')).toContain('tampered');
    expect(await forged((entry) => (entry.type === 'host.moved' ? { ...entry, left: [] } : entry))).toContain(
      'tampered',
    );
    expect(
      await forged((entry) =>
        entry.type === 'key.enrolled' && entry.rpId === 'countersign.new.example'
          ? { ...entry, rpId: 'evil.example' }
          : entry,
      ),
    ).toContain('tampered');
  });
});
