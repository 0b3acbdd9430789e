import { expect, test } from '@jest/globals';
import { approved, at, byCase, context, judge, login } from '../../test/sample-logins.ts';
import { bookOfTimed, timedLogin } from './login-book.ts';
import { reconcileAccess, reconcilerOf } from './reconcile.ts';

test('a case id of digits alone is compared by its first 15 characters, as any other [A13]', () => {
  const id = '500123456789012';
  const digits = { caseNumber: '7', caseId: id };
  expect(judge(byCase({ caseIdentifier: `${id}345` }), context([{ ...approved, ...digits }]))).toMatchObject({
    verdict: 'Matched',
    strength: 'By_case',
  });
});

test('many logins of one book get the verdicts that each gets by itself [U25]', () => {
  const within = context();
  const logins = ['a', 'b', 'a', 'b', 'c'].map((actorKey, index) =>
    login({ key: `SetupAuditTrail:${index}`, actorKey, loginAt: at(`09:1${index}:00`) }),
  );
  const book = bookOfTimed(logins.map(timedLogin));
  const reconcile = reconcilerOf(book, within);
  const together = logins.toReversed().map(reconcile).reverse();
  expect(together).toEqual(logins.map((one) => reconcileAccess(one, book, within)));
  expect(together.map(({ verdict }) => verdict)).toEqual([
    'Matched',
    'Second_actor',
    'Matched',
    'Second_actor',
    'Second_actor',
  ]);
});
