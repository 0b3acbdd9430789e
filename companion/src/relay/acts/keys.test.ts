import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FRIEDRICH, INGRID, MARIT } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';

const NEWCOMER = {
  ...MARIT,
  id: 'a02580000000009AAA',
  name: 'Jonas Weber',
  address: 'jonas.weber@hanse-kreditbank.example',
  userId: '005580000000009AAA',
};

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open();
});
afterAll(() => RelayWorld.closeAll());

const fine = [
  { name: 'decisions', result: 'ok' },
  { name: 'signers', result: 'ok' },
];

async function proposed(row: typeof MARIT): Promise<void> {
  world.org.roster = [...world.org.roster.filter(({ id }) => id !== row.id), row];
  await world.relay.refresh();
  await world.settled();
}

/** Jonas is added, signed for by both, and has enrolled a key that waits. */
async function newcomerEnrols(): Promise<string> {
  await proposed(NEWCOMER);
  await world.act(MARIT, 'roster-change', NEWCOMER.id, 'Accept');
  await world.act(FRIEDRICH, 'roster-change', NEWCOMER.id, 'Accept');
  await world.settled();
  return world.enrol(NEWCOMER);
}

const subjectOf = async (contact: typeof MARIT) => {
  const [key] = await world.relay.passkeys(contact.id);
  return key?.subject ?? '';
};
const openFor = async (contact: typeof MARIT) =>
  (await world.relay.openActs(contact.id)).filter(({ type }) => type === 'key-vouch');
const told = () => world.org.rowsOf('Access_Finding__c').map((row) => row['Title__c']);

describe('the first passkey of a contact who joined later', () => {
  test('signs nothing and signs nobody in until another contact has compared and signed it [A10 U3 D116]', async () => {
    const fingerprint = await newcomerEnrols();
    const request = await world.raise();
    await expect(world.signIn(NEWCOMER)).rejects.toMatchObject({ code: 'key_not_vouched' });
    await expect(world.sign(NEWCOMER, request)).rejects.toMatchObject({ code: 'not_eligible' });
    expect(told()).toContain('The new passkey of Jonas Weber must be compared');
    expect(await openFor(FRIEDRICH)).toMatchObject([{ title: 'Passkey of Jonas Weber', mayAct: true }]);
    await world.vouch(FRIEDRICH, fingerprint);
    expect(await world.signIn(NEWCOMER)).toMatchObject({ id: NEWCOMER.id });
    expect(await world.sign(NEWCOMER, request)).toMatchObject({ outcome: 'effective' });
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('is turned down by signature when it differs; no new link goes out by itself [U3]', async () => {
    const fingerprint = await newcomerEnrols();
    await world.act(MARIT, 'key-vouch', fingerprint.replaceAll(' ', ''), 'Reject');
    await expect(world.vouch(FRIEDRICH, fingerprint)).rejects.toMatchObject({ code: 'not_found' });
    const before = world.mailsTo(NEWCOMER).length;
    await world.advance({ hours: 200 });
    await world.relay.refresh();
    await world.settled();
    const links = world
      .mailsTo(NEWCOMER)
      .slice(before)
      .filter(({ text }) => text.includes('/enrol/'));
    expect(links).toEqual([]);
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('is not vouched for by the same person under another entry [D105]', async () => {
    const twin = { ...NEWCOMER, userId: FRIEDRICH.userId };
    world = await RelayWorld.open([MARIT, FRIEDRICH, INGRID], [MARIT, FRIEDRICH, INGRID]);
    await proposed(twin);
    await world.act(MARIT, 'roster-change', twin.id, 'Accept');
    await world.act(INGRID, 'roster-change', twin.id, 'Accept');
    await world.settled();
    const fingerprint = await world.enrol(twin);
    expect(await openFor(FRIEDRICH)).toMatchObject([{ mayAct: false }]);
    await expect(world.vouch(FRIEDRICH, fingerprint)).rejects.toMatchObject({ code: 'not_eligible' });
  });

  test('cannot be enrolled with a link that was mailed to the address before [U3]', async () => {
    world = await RelayWorld.open([MARIT]);
    const stolen = world.tokenFor(FRIEDRICH, 'enrol');
    await proposed({ ...FRIEDRICH, address: 'friedrich@new.example' });
    await world.act(MARIT, 'roster-change', FRIEDRICH.id, 'Accept');
    await world.settled();
    await expect(world.desk.invitations.invitation(stolen)).rejects.toMatchObject({
      code: 'invitation_invalid',
    });
    // The entry was changed: he is no founder any more, so that his first key needs another contact, too.
    await world.enrol({ ...FRIEDRICH, address: 'friedrich@new.example' });
    await expect(world.signIn(FRIEDRICH)).rejects.toMatchObject({ code: 'key_not_vouched' });
    await world.vouch(MARIT, (await world.relay.passkeys(FRIEDRICH.id))[0]?.fingerprint ?? '');
    expect(await world.signIn(FRIEDRICH)).toMatchObject({ id: FRIEDRICH.id });
    expect((await world.verified()).checks).toMatchObject(fine);
  });
});

describe('a further passkey', () => {
  test('counts when an older one of the same contact has signed it, and can be named and revoked [U3]', async () => {
    const { subject, authenticator } = await world.addKey(MARIT);
    expect(await openFor(MARIT)).toMatchObject([{ title: 'Your new passkey', mayAct: true }]);
    expect(await openFor(FRIEDRICH)).toEqual([]);
    const older = world.keys.get(MARIT.id);
    const oldSubject = (await world.relay.passkeys(MARIT.id)).find(
      ({ state }) => state === 'Active',
    )?.subject;
    await expect(world.act(FRIEDRICH, 'key-vouch', subject, 'Vouch')).rejects.toMatchObject({
      code: 'not_eligible',
    });
    world.keys.set(MARIT.id, authenticator);
    await expect(world.act(MARIT, 'key-vouch', subject, 'Vouch')).rejects.toMatchObject({
      code: 'assertion_invalid',
    });
    if (older) world.keys.set(MARIT.id, older);
    await world.act(MARIT, 'key-vouch', subject, 'Vouch');
    await world.relay.renamePasskey(MARIT.id, { subject, name: '  Work phone ' });
    await expect(world.relay.renamePasskey(FRIEDRICH.id, { subject, name: 'Mine' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await world.act(MARIT, 'key-revoke', oldSubject ?? '', 'Revoke');
    expect(await world.relay.passkeys(MARIT.id)).toMatchObject([
      { name: 'Work phone', state: 'Active' },
      { state: 'Revoked' },
    ]);
    await expect(world.signIn(MARIT)).rejects.toMatchObject({ code: 'assertion_invalid' });
    world.keys.set(MARIT.id, authenticator);
    expect(await world.signIn(MARIT)).toMatchObject({ id: MARIT.id });
    expect(await world.sign(MARIT, await world.raise())).toMatchObject({ outcome: 'effective' });
    expect((await world.verified()).checks).toMatchObject(fine);
  });
});

describe('a lost passkey', () => {
  test('is not the last one that its holder revokes; another contact revokes it, and all hear of it [U3]', async () => {
    const subject = await subjectOf(MARIT);
    await expect(world.act(MARIT, 'key-revoke', subject, 'Revoke')).rejects.toMatchObject({
      code: 'not_eligible',
    });
    await world.act(FRIEDRICH, 'key-revoke', subject, 'Revoke');
    await world.settled();
    expect(told()).toContain('A passkey of Marit Jansen was revoked');
    expect(world.mailsTo(MARIT).some(({ subject: line }) => /was revoked/.test(line))).toBe(true);
    await expect(world.act(MARIT, 'key-vouch', subject, 'Vouch')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('lets nobody sign whose key is revoked between the review and the signature [U1]', async () => {
    const request = await world.raise();
    const snapshot = await world.review(MARIT, request);
    await world.act(FRIEDRICH, 'key-revoke', await subjectOf(MARIT), 'Revoke');
    await expect(world.send(MARIT, request, snapshot)).rejects.toMatchObject({ code: 'not_eligible' });
  });

  test('is recovered by the signature of another contact, and the new one is compared as well [U3]', async () => {
    const links = () => world.mailsTo(MARIT).filter(({ text }) => text.includes('/enrol/')).length;
    const before = links();
    await expect(world.act(MARIT, 'key-recovery', MARIT.id, 'Recover')).rejects.toMatchObject({
      code: 'not_eligible',
    });
    await world.act(FRIEDRICH, 'key-recovery', MARIT.id, 'Recover');
    await world.settled();
    expect(links()).toBe(before + 1);
    await expect(world.signIn(MARIT)).rejects.toMatchObject({ code: 'assertion_invalid' });
    const fingerprint = await world.enrol(MARIT);
    await expect(world.signIn(MARIT)).rejects.toMatchObject({ code: 'key_not_vouched' });
    await world.vouch(FRIEDRICH, fingerprint);
    expect(await world.sign(MARIT, await world.raise())).toMatchObject({ outcome: 'effective' });
    expect((await world.verified()).checks).toMatchObject(fine);
    // Whoever runs the server must not take her keys once more by a signature of then.
    const { entries, check } = await world.entries();
    const now = entries.flatMap((entry) => (entry.type === 'key.vouched' ? [entry.fingerprint] : [])).at(-1);
    const stale = entries.flatMap((entry) =>
      entry.type === 'key.revoked' ? [{ ...entry, fingerprint: now ?? '' }] : [],
    );
    expect(stale).toHaveLength(1);
    expect((await check([...entries, ...stale])).checks.flatMap(({ detail }) => detail).join()).toContain(
      'no signed act revokes this key',
    );
  });

  test('of a contact who never had one is nothing to recover', async () => {
    world = await RelayWorld.open([MARIT]);
    await expect(world.act(MARIT, 'key-recovery', FRIEDRICH.id, 'Recover')).rejects.toMatchObject({
      code: 'not_eligible',
    });
  });
});

test('the kit finds a key that signed though nobody vouched for it, and one that had been revoked [U4]', async () => {
  const fingerprint = await newcomerEnrols();
  await world.vouch(MARIT, fingerprint);
  await world.sign(NEWCOMER, await world.raise());
  await world.act(FRIEDRICH, 'key-revoke', fingerprint.replaceAll(' ', ''), 'Revoke');
  const { entries, check } = await world.entries();
  expect((await check(entries)).checks).toMatchObject(fine);
  const blank = { v: 1, org: world.org.orgId, type: 'clock.offset', milliseconds: 0 } as const;
  const without = (type: string) =>
    entries.map((entry) => (entry.type === type ? { ...blank, at: entry.at } : entry));
  const said = async (changed: typeof entries) => (await check(changed)).checks[0]?.detail.join() ?? '';
  expect(await said(without('key.vouched'))).toContain('nobody had vouched for the key that signed');
  const unasked = entries.map((entry) =>
    entry.type === 'key.enrolled' && entry.contact === NEWCOMER.id ? { ...entry, vouchedForBy: null } : entry,
  );
  expect(await said(unasked)).toContain('it is no founding key');
  const early = entries.findIndex(({ type }) => type === 'decision.received');
  const revoked = entries.findIndex(({ type }) => type === 'key.revoked');
  const swapped = entries.map((entry, index) =>
    index === early ? (entries[revoked] ?? entry) : index === revoked ? (entries[early] ?? entry) : entry,
  );
  expect(await said(swapped)).toMatch(/no signed act revokes this key/);
});

describe('an entry of the roster that another person gets', () => {
  const SUCCESSOR = { ...MARIT, name: 'Paula Voss', address: 'paula.voss@hanse-kreditbank.example' };
  const account = (subject: string, address: string) => ({
    ...{ issuer: 'https://login.bank.example', subject, address },
  });
  const shown = async (row: typeof MARIT) => {
    const about = { contactId: FRIEDRICH.id, sessionId: 'a session', type: 'roster-change', subject: row.id };
    const snapshot = await world.relay.startAct({ ...about, type: 'roster-change', locale: 'en' });
    return snapshot.base.shown['passesOn'];
  };

  test('loses the keys, the account and the devices of the former one in the same act, and the successor begins anew [A10 U3 D116 U4]', async () => {
    await world.relay.idpContact(account('m-1', MARIT.address));
    await world.relay.addDevice(MARIT.id, { endpoint: 'https://push.example/m', p256dh: 'p', auth: 'a' });
    await world.relay.setAbsence(MARIT.id, { first: '2026-11-24', last: '2026-11-25' });
    const request = await world.raise();
    await proposed(SUCCESSOR);
    expect(await shown(SUCCESSOR)).toBe(true);
    await world.act(FRIEDRICH, 'roster-change', MARIT.id, 'Accept');
    // Two share the roster: she signs second, and her key is gone with that.
    expect(await world.act(MARIT, 'roster-change', MARIT.id, 'Accept')).toMatchObject({ waits: false });
    await world.settled();
    const { entries, check } = await world.entries();
    const place = entries.findIndex(({ type }) => type === 'roster.changed');
    expect(entries.slice(place + 1, place + 3).map(({ type }) => type)).toEqual([
      'key.revoked',
      'idp.unbound',
    ]);
    expect((await world.relay.passkeys(MARIT.id)).map(({ state }) => state)).toEqual(['Revoked']);
    expect(await world.store.rows(world.org.orgId).pushSubscriptions.ofContact(MARIT.id)).toEqual([]);
    await expect(world.review(MARIT, request).then(() => world.sign(MARIT, request))).rejects.toMatchObject({
      code: 'not_eligible',
    });
    expect(await world.store.rows(world.org.orgId).absences.standing()).toEqual([]);
    expect(told()).toContain('The entry of Paula Voss was given to another person');
    expect(await world.relay.idpContact(account('m-1', MARIT.address))).toBeNull();
    expect(await world.relay.idpContact(account('p-1', SUCCESSOR.address))).toBe(MARIT.id);

    const fingerprint = await world.enrol(SUCCESSOR);
    await expect(world.signIn(SUCCESSOR)).rejects.toMatchObject({ code: 'key_not_vouched' });
    await world.vouch(FRIEDRICH, fingerprint);
    expect(await world.sign(SUCCESSOR, request)).toMatchObject({ outcome: 'effective' });
    expect((await world.verified()).checks).toMatchObject(fine);

    const faults = async (forged: typeof entries) =>
      (await check(forged)).checks.flatMap(({ detail }) => detail).join();
    const fault = 'signed with was not ended at once';
    expect(await faults(entries)).not.toContain(fault);
    for (const end of [place + 1, place + 2]) expect(await faults(entries.slice(0, end))).toContain(fault);
    expect(await faults(entries.toSpliced(place + 1, 1))).toContain(fault);
    expect(await faults(entries.toSpliced(place, 1))).toContain('no signed act revokes this key');
  });

  test('is not one whose user stays: another mail address takes no key from anybody [A10 U3]', async () => {
    const moved = { ...FRIEDRICH, address: 'f.albers@hanse-kreditbank.example' };
    await proposed(moved);
    await world.act(MARIT, 'roster-change', FRIEDRICH.id, 'Accept');
    await world.act(FRIEDRICH, 'roster-change', FRIEDRICH.id, 'Accept');
    await world.settled();
    expect((await world.relay.passkeys(FRIEDRICH.id)).map(({ state }) => state)).toEqual(['Active']);
    expect(await world.signIn(FRIEDRICH)).toMatchObject({ id: FRIEDRICH.id });
    expect(told()).not.toContain('The entry of Friedrich Albers was given to another person');
  });
});
