/** The vendor's rule that accesses are held against, cited so that an auditor can trace it, and where each part is met. */
import { type Markup, markup, table } from './markup.ts';

/** Salesforce Help, Knowledge article on login access. */
const ARTICLE = { number: '000388857', date: '2025-08-25' } as const;

const RULES: readonly { rule: string; place: string }[] = [
  {
    rule: 'Each user grants login access himself and chooses for how long; nobody else can give, change or revoke it.',
    place: 'Login grants: who granted, when, to which last day, and whether it was revoked.',
  },
  {
    rule: 'Login access is asked for only when a customer’s inquiry cannot be solved without it.',
    place: 'Requests and decisions: purpose and necessity, as the contact saw them.',
  },
  {
    rule: 'Support documents in a case that the use of login access is permitted.',
    place:
      'Requests and decisions: the support case; Accesses: the case that the login log names, where it can be read.',
  },
  {
    rule: 'Employees and contract partners are entitled one by one.',
    place:
      'Accesses: the actor, as the source names him; a second actor is never covered by an authorization.',
  },
  {
    rule: 'Whoever logs in has exactly the rights of the user he logs in as.',
    place: 'Requests and decisions: the user to enter as, whose rights the contact was shown.',
  },
];

export function criteria(): Markup {
  return markup`<h2>Criterion of the vendor</h2><p>Salesforce Help, Knowledge article ${ARTICLE.number}, of ${ARTICLE.date}, on login access. It is the vendor’s rule; the authorizations in this report are the customer’s own control on top of it.</p>${table(
    'What the article says, in our words, and where this report shows it',
    [
      { title: 'Rule', cell: ({ rule }) => rule },
      { title: 'In this report', cell: ({ place }) => place },
    ],
    RULES,
    '',
  )}`;
}
