/**
 * Walks the code for what the companion says: each sentence that reaches a contact has its German, on the page as in
 * mails. Whoever writes a new one either translates it or says here why no contact reads it.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { nextStep } from '../errors.ts';
import { isLeft, onPage } from './fixtures/left-in-english.ts';
import { madeTexts, textsIn } from './fixtures/made-texts.ts';
import { GERMAN_PROGRAMS } from './sentences-de-programs.ts';
import { GERMAN_VALUES } from './sentences-de-values.ts';
import { passageInLanguage } from './sentences.ts';

const root = join(import.meta.dirname, '../..');

/** Where sentences for operators, auditors, programs and the org's own pages are made, and none for contacts. */
const FOR_OTHERS = [
  'core/{bundle,checkpoint,cose,differences,figures,intake-template,page-figures,roster-diff}.ts',
  'core/{scopes,signed-note,simulate}.ts',
  'core/verify/**',
  'org/{files,policy,push,values,writes}.ts',
  'relay/{mode-proposals,org-rows}.ts',
  'relay/channels/{mail,slack,teams,web-push,webhook,outbound}.ts',
  'relay/standing/**',
  'web/{app,bundle-client,metrics,manifest,security}.ts',
  'web/api/**',
];
/** Where words stand in their languages side by side, or nothing but words of one language. */
const WORDS_ALONE = [
  'core/sentences/**',
  'relay/mails/words/**',
  'relay/mails/layout.ts',
  'web/{client,routes}/**',
];

const files = globSync('{core,relay,watch,org,web}/**/*.ts', {
  cwd: root,
  exclude: [...FOR_OTHERS, ...WORDS_ALONE, '**/*.test.ts', '**/fixtures/**'],
});

/** Recorded, or told to an operator or a program; no contact reads it. */
const NOT_TOLD = [
  // Of accesses that no request names, and of no finding.
  'An own administrator used Login-As; recorded and counted.',
  'The login lies before the first governance mode.',
  'The grant was given before the first governance mode.',
  'In the Standard mode the grant alone suffices.',
  'Turned out to be the access W1.',
  'W1 verdicts before W2',
  'too long for this field',
  // Why something is in the ledger.
  'An entry of the roster was given to another person by signature.',
  'A contact was let enrol anew by signature.',
  'A key was revoked by signature.',
  'A key was turned down.',
  'A key waits for somebody to vouch for it.',
  'A change that weakens the rules waits for a second signature.',
  'One person alone signed what takes two.',
  'The org refuses what break-glass opens.',
  'A break-glass window was not reviewed in time.',
  'A break-glass window was judged not justified.',
  'The account of a contact was unbound by an operator.',
  'An account with the address of a contact has another subject than the one on record.',
  'An operator set the first mode.',
  'The mode that is in force was asked for again.',
  'Another governance mode was proposed.',
  'A proposed governance mode was taken back.',
  'Another proposal took its place.',
  'The contacts are asked to move to another address.',
  'Keys of the old address are void.',
  'The policy record was changed.',
  'The policy record is out of bounds or cannot be read.',
  'A sealed roster entry was changed.',
  'A roster entry was added after the seal.',
  'Alarm of the roster: W1.',
  'No contact is eligible.',
  'every gate of the policy is open',
  'W1 is W2',
  'the deadline passed without a decision',
  'the window begins',
  'the window ended',
  'raised by the requester',
  'the requester has answered',
  'cancelled in the org',
  'an administrator asked for it in the org',
  'look W1 at an alteration',
  'decision W1',
  'decision W1: approvals do not overlap',
  'break-glass W1: nobody approved it',
  // Fields of the org that no page of ours shows.
  'Voided: the roster has changed since they were given',
  'Voided: the policy has changed since they were given',
  'Voided: the last passkey of who gave them was revoked',
  // Told to operators and programs.
  'Another emergency opened a window meanwhile.',
  'The org refused the rows of this request.',
  'The ground of this emergency has changed meanwhile.',
  'Another policy took force meanwhile.',
  'Another message is on its way.',
  'Told by another message within the minute.',
  'The drill ended before it could be handed over.',
  'No channel W1 is set up.',
  'Notices were turned off on this device.',
  'No account of the identity provider is bound to such a contact.',
  'W1 cannot be drilled now: without a vote, without a passkey, or away.',
  'No contact with a vote and a passkey is there to be drilled.',
  'W1 names several contacts; use the address.',
  'There is no contact W1.',
  'No move is under way. Set COUNTERSIGN_ORIGIN_NEXT to the new address first.',
  'Nobody who may decide has a passkey at W1 yet: nobody could sign anything.',
  'Not moved yet: W1. Wait for them, or end the move with --leave; another contact then lets them in anew.',
  // Told to the log.
  'a request could not be taken in',
  'a request could not be evaluated and is evaluated again',
  // Names, and notations that no language changes.
  'Salesforce.com Support',
  'window ended',
  'not ours',
  'or',
];
const NOT_TOLD_FORMS = [
  /COUNTERSIGN_ORIGIN/,
  /^(Another drill|W\d) is still running/,
  /^(W\d h )?W\d min$/,
  /^W1, W2 \((UTC|W\d)(, W\d)?\) = W/,
  /^W1 Authorization_Contact__c/,
  /^openid email$/,
  // A language and a zone, which tell one formatter of times from another.
  /^(en-GB|W\d) (W\d|UTC)$/,
  // Phrases of checks and names of authenticators.
  /^amber anchor/,
  /^(Apple Passwords|Google Password Manager|Chrome on Mac|Windows Hello|Samsung Pass|YubiKey)/,
];
/** Parts, and sentences around sentences, that further tests of this file hold. */
const HELD_BELOW = [
  /^W1: (W2|not set) → (W2|not set)$/,
  /^W1 (More evidence may still come|The cause is gone since)/,
  /^The user W1\.$/,
  /^(reads|changes|manages|writes|sees|exports|may use)\b.*\([A-Z][A-Za-z ]+\)$/,
  /^(View Setup and Configuration|View All Users|Manage Users)$/,
];

const isWords = (text: string) =>
  /\p{L}{2,} \p{L}|\p{L}{2,} W\d|W\d \p{L}{2,}/u.test(text) &&
  !NOT_TOLD.includes(text) &&
  ![...NOT_TOLD_FORMS, ...HELD_BELOW].some((form) => form.test(text));

const said = files.flatMap((file) =>
  madeTexts(join(root, file), file).map((one) => ({ ...one, text: one.text.trim() })),
);
const made = said.filter(({ text }) => isWords(text));

/** What the page itself shows, or its problems say. */
const PAGE =
  /^(core\/(errors|access-gates|policy-gates|break-glass|windows|extensions|assertion)|web\/|org\/(preview|target)|relay\/(acts|absences|approval-effects|decisions|decline|devices|eligibility|evaluate|freezes|grantor|in-place|ladder|on-receipt|overtaken|passkeys|questions|receipts|requests|revoke|roster-view|settle|snapshots|transitions|views|voiding|weighing|windows)\b)/;
/** Details of findings, and a problem that programs meet: the whole catalogue has them, the page's does not. */
const ELSEWHERE =
  /^(W1 accepted the entry of W2|W1 signed it, and nobody else|A request that is W1 cannot become W2)/;

describe('what the companion says to contacts', () => {
  test('is in German, every sentence of it [U27]', () => {
    const left = made.filter(({ text }) => isLeft(text, passageInLanguage(text, 'de')));
    expect(left).toEqual([]);
  });

  test('is found by the walk at all', () => {
    expect(made.length).toBeGreaterThan(400);
    const texts = made.map(({ text }) => text);
    for (const one of [
      'Login as W1 outside its window',
      'Approved by W1 (W2 of W3, still without W4): W5',
      'Refused by policy: W1',
      'There is no such choice.',
      'own permissions cannot be read; should W1 be missing, W2',
      nextStep('request_frozen'),
    ])
      expect(texts).toContain(one);
  });

  test('is exempt by name only while it is said somewhere', () => {
    const all = said.map(({ text }) => text);
    expect(NOT_TOLD.filter((text) => !all.includes(text))).toEqual([]);
  });

  test('on a page or in a problem is in the words that the page loads [U27]', () => {
    const shown = made.filter(({ file, isOfFinding }) => PAGE.test(file) && !isOfFinding);
    expect(shown.length).toBeGreaterThan(300);
    const isKnown = (text: string) =>
      onPage(text) !== text ||
      ELSEWHERE.test(text) ||
      GERMAN_PROGRAMS.some(([english]) => english === text) ||
      GERMAN_VALUES.has(text);
    expect(shown.filter(({ text }) => !isKnown(text))).toEqual([]);
  });

  test('of what a user can do is in German on the page, right by right [U27]', () => {
    const rights = madeTexts(join(root, 'org/rights.ts'), 'org/rights.ts').filter(({ text }) =>
      /\([A-Z]/.test(text),
    );
    expect(rights.length).toBeGreaterThan(7);
    for (const { text } of rights) expect(onPage(`The user ${text}.`)).toMatch(/^Die Person [^(]* \(/);
  });
});

describe('the walk', () => {
  test('follows choices, tables, constants and small functions of a file, and leaves what nobody reads', () => {
    const code = `
      const ENDS: Record<string, string> = { a: 'is over', b: 'goes on' };
      const say = (what: string) => \`The \${what} \${ENDS[kind]}.\`;
      const roles = names.length > 0 ? \`, with \${names}\` : '';
      log.warn('a line of the log');
      throw new RangeError('a fault of the program');
      throw new AppError('internal', 'hidden from people');
      throw new AppError('not_found', 'There is no such row.');
      const all = [say('window'), say(other ? 'request' : 'drill'), \`Asked\${roles}\`, rows(soql\`SELECT Id FROM User\`)];`;
    expect(textsIn(code).filter((text) => text.includes(' '))).toEqual([
      'The window is over.',
      'The window goes on.',
      'The request is over.',
      'The request goes on.',
      'The drill is over.',
      'The drill goes on.',
      'There is no such row.',
      'Asked, with W1',
    ]);
  });
});
