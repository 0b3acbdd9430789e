/** A statement against what was logged: it says who signed what, and shows all of the request. */
import { canonicalize, type Json } from '../canonical.ts';
import type { DecisionReceived, RequestRevision } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { type DecisionStatement, SHOWN_SINCE, shownFieldsOf } from '../statement.ts';

/** What the log has said so far. */
export interface StatementGround {
  /** Contacts of the roster as it was sealed, and changed by signature since. */
  roster: ReadonlySet<string>;
  /** By request and revision. */
  revisions: ReadonlyMap<string, RequestRevision>;
  nonces: Set<string>;
}

/** What was signed must be what was logged: who, on what, under which roster, and used once. */
export function checkStatement(entry: DecisionReceived, ground: StatementGround): void {
  const statement = entry.statement as unknown as DecisionStatement;
  agree('request', statement.request.id, entry.request);
  agree('contact', statement.contact.id, entry.contact);
  agree('org', statement.org.id, entry.org);
  agree('decision', statement.decision, entry.decision);
  const isRevocation = entry.decision === 'Revoke';
  agree('kind of statement', statement.type, isRevocation ? 'access-revocation' : 'access-decision');
  if (ground.nonces.has(statement.nonce)) throw wrong('its nonce was used before');
  ground.nonces.add(statement.nonce);
  if (!ground.roster.has(entry.contact)) throw wrong('the sealed roster does not name this contact');
  const revision = ground.revisions.get(`${entry.request}:${statement.request.revision}`);
  if (!revision) throw wrong(`revision ${statement.request.revision} of the request was not logged before`);
  checkShown(statement, revision);
}

/** The request as it was shown, all of it and nothing besides, and the scope, must be the logged revision's. */
export function checkShown({ request, scope }: DecisionStatement, { name, fields }: RequestRevision): void {
  agree('name of the request', request.name, name);
  const expected = shownFieldsOf(fields);
  const isShown = (field: string) =>
    field in request.fields || (SHOWN_SINCE.has(field) && !(field in fields));
  if (!expected.every(isShown) || !Object.keys(request.fields).every((field) => expected.includes(field))) {
    throw wrong('the statement does not show the whole request');
  }
  for (const field of expected) {
    agree(field, canonicalize(request.fields[field] ?? null), canonicalize(fields[field] ?? null));
  }
  agree('case number', scope.caseNumber, fields['Support_Case_Number__c'] ?? '');
  agree('case id', scope.caseId, fields['Support_Case_Id__c'] ?? null);
  agree('target user', canonicalize(scope.targetUser), canonicalize(fields['Target_User__c'] ?? null));
  agree('data viewed', scope.dataViewed, fields['Data_Viewed__c'] === 'Yes');
  agree('purpose', canonicalize(scope.purpose), canonicalize(fields['Purpose__c'] ?? null));
}

function agree(name: string, signed: Json, logged: Json): void {
  if (signed !== logged) throw wrong(`the signed ${name} is not the logged one`);
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
