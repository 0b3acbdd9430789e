import { FormulaError } from './types.ts';
import type { Bound, FormulaEnvironment, FormulaScope, FormulaType } from './types.ts';
import { readPath, toFormulaValue, zero } from './values.ts';

type Reader = (environment: FormulaEnvironment) => unknown;

const userFields = [
  'alias',
  'city',
  'companyname',
  'country',
  'department',
  'division',
  'email',
  'employeenumber',
  'extension',
  'fax',
  'federationidentifier',
  'firstname',
  'id',
  'languagelocalekey',
  'lastname',
  'localesidkey',
  'managerid',
  'mobilephone',
  'phone',
  'postalcode',
  'profileid',
  'state',
  'street',
  'timezonesidkey',
  'title',
  'username',
  'userroleid',
];
const globalTexts: ReadonlySet<string> = new Set([
  ...userFields.map((field) => `$user.${field}`),
  ...['id', 'name'].map((field) => `$profile.${field}`),
  ...['id', 'name', 'developername'].map((field) => `$userrole.${field}`),
  ...['id', 'name', 'country', 'division'].map((field) => `$organization.${field}`),
]);

/** Binds a field of the record, a field of a parent, or a global such as `$User.Id`. Throws FormulaError. */
export function bindReference(path: string, position: number, scope: FormulaScope): Bound {
  const declared = scope.fieldType(path) ?? globalType(path);
  if (!declared) throw new FormulaError(`Field ${path} does not exist. Check spelling.`, position);
  const read = reader(path, position);
  const type = declared === 'percent' || declared === 'currency' ? 'number' : declared;
  return {
    type,
    run(environment) {
      const value = toFormulaValue(read(environment), declared);
      return value === null && type === 'number' && environment.blanks === 'zero' ? zero : value;
    },
  };
}

function globalType(path: string): FormulaType | undefined {
  const lower = path.toLowerCase();
  if (lower.startsWith('$permission.')) return 'boolean';
  if (lower.startsWith('$label.')) return 'text';
  if (lower === '$user.isactive') return 'boolean';
  if (lower === '$system.origindatetime') return 'datetime';
  return globalTexts.has(lower) ? 'text' : undefined;
}

function reader(path: string, position: number): Reader {
  if (!path.startsWith('$')) return (env) => readPath(env.record, path);
  const [root = '', ...rest] = path.split('.');
  const inner = rest.join('.');
  switch (root.toLowerCase()) {
    case '$user':
      return (env) => readPath(env.user, inner);
    case '$profile':
      return (env) => readPath(env.user, `Profile.${inner}`);
    case '$userrole':
      return (env) => readPath(env.user, `UserRole.${inner}`);
    case '$organization':
      return (env) => readPath(env.organization, inner);
    case '$permission':
      return (env) => env.permissions(inner);
    case '$label':
      return (env) => env.label?.(inner);
    case '$system':
      return () => '1900-01-01T00:00:00Z';
    case '$custommetadata': {
      const [type = '', record = '', field = ''] = rest;
      return (env) => env.customMetadata(type, record, field);
    }
    default:
      throw new FormulaError(`Field ${path} does not exist. Check spelling.`, position);
  }
}
