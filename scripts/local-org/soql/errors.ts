/** The platform's wording for faults in a query; clients and people match parts of it. */
import { OrgError } from '../errors.ts';
import { placed } from './syntax/fault.ts';

/** A query that cannot be read at all, where the platform names no place. */
export function malformed(message: string): OrgError {
  return new OrgError(400, 'MALFORMED_QUERY', message);
}

/** A fault with the platform's arrow below the text at `at`. */
export function placedFault(errorCode: string, soql: string, at: number, message: string): OrgError {
  return new OrgError(400, errorCode, placed(soql, at) + message);
}

const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';

/** A field that the object does not have, or that this user may not read: the platform says the same for both. */
export function noSuchColumn(soql: string, at: number, name: string, entity: string): OrgError {
  return placedFault(
    'INVALID_FIELD',
    soql,
    at,
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append ` +
      `the '__c' after the custom field name. ${REFERENCE}`,
  );
}

/** An object that the org does not have, or that this user may not read: the platform says the same for both. */
export function unsupportedType(soql: string, at: number, name: string): OrgError {
  return placedFault(
    'INVALID_TYPE',
    soql,
    at,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      `'__c' after the entity name. ${REFERENCE}`,
  );
}

/** A way up that the object does not have. */
export function noRelationship(soql: string, at: number, name: string): OrgError {
  return placedFault(
    'INVALID_FIELD',
    soql,
    at,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be ` +
      `sure to append the '__r' after the custom relationship name. ${REFERENCE}`,
  );
}

/** A way down that the object does not have. */
export function noChildRelationship(soql: string, at: number, name: string): OrgError {
  return placedFault(
    'INVALID_TYPE',
    soql,
    at,
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom ` +
      `relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}`,
  );
}

/** A field used for something its type does not allow: filtered, sorted or grouped. */
export function cannotBe(
  use: 'filtered' | 'sorted' | 'grouped',
  soql: string,
  at: number,
  name: string,
): OrgError {
  return placedFault('INVALID_FIELD', soql, at, `field '${name}' can not be ${use} in a query call`);
}

/** A literal of another kind than the field. */
export function wrongLiteral(soql: string, at: number, name: string, type: string): OrgError {
  const quotes = type === 'string' || type === 'id' ? 'should be' : 'should not be';
  return placedFault(
    'INVALID_FIELD',
    soql,
    at,
    `value of filter criterion for field '${name}' must be of type ${type} and ${quotes} enclosed in quotes`,
  );
}

/** An operator that the field's type does not know. */
export function wrongOperator(soql: string, at: number, type: string): OrgError {
  return placedFault('INVALID_QUERY_FILTER_OPERATOR', soql, at, `invalid operator on ${type} field`);
}
