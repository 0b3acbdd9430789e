/** The platform's wording for faults in a query; clients and people match parts of it. */
import { OrgError } from '../errors.ts';

/** A query that cannot be read at all. */
export function malformed(message: string): OrgError {
  return new OrgError(400, 'MALFORMED_QUERY', message);
}

/** A fault in a field; `soql` and `name` place the arrow of the platform's message. */
export function noSuchColumn(soql: string, name: string, entity: string): OrgError {
  return new OrgError(
    400,
    'INVALID_FIELD',
    `${pointer(soql, name)}No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, ` +
      "be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for " +
      'the appropriate names.',
  );
}

/** An object that the org does not have, or that this user may not read: the platform says the same for both. */
export function unsupportedType(soql: string, name: string): OrgError {
  return new OrgError(
    400,
    'INVALID_TYPE',
    `${pointer(soql, name)}sObject type '${name}' is not supported. If you are attempting to use a custom object, be ` +
      "sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the " +
      'appropriate names.',
  );
}

/** A way up or down that the object does not have. */
export function noRelationship(soql: string, name: string): OrgError {
  return new OrgError(
    400,
    'INVALID_FIELD',
    `${pointer(soql, name)}Didn't understand relationship '${name}' in field path. If you are attempting to use a ` +
      "custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your " +
      'WSDL or the describe call for the appropriate names.',
  );
}

/** A field used for something its type does not allow: filtered, sorted or grouped. */
export function cannotBe(use: 'filtered' | 'sorted' | 'grouped', soql: string, name: string): OrgError {
  return new OrgError(
    400,
    'INVALID_FIELD',
    `${pointer(soql, name)}field '${name}' can not be ${use} in a query call`,
  );
}

/** A literal of another kind than the field. */
export function wrongLiteral(soql: string, name: string, type: string): OrgError {
  return new OrgError(
    400,
    'INVALID_FIELD',
    `${pointer(soql, name)}value of filter criterion for field '${name}' must be of type ${type} and should not be ` +
      'enclosed in quotes',
  );
}

/** The query's line with an arrow below the word at fault, and its place; empty when the word is not in the text. */
function pointer(soql: string, word: string): string {
  const index = soql.toLowerCase().indexOf(word.toLowerCase());
  if (index < 0) return '';
  const before = soql.slice(0, index).split('\n');
  const column = (before.at(-1) ?? '').length;
  const line = soql.split('\n')[before.length - 1] ?? '';
  return `\n${line.slice(0, column + word.length + 20)}\n${' '.repeat(column)}^\nERROR at Row:${before.length}:Column:${column + 1}\n`;
}
