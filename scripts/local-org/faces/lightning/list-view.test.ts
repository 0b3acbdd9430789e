import { describe, expect, test } from '@jest/globals';
import { project } from '../../../project.ts';
import { loadMetadata } from '../../metadata/load.ts';
import { findObject, type ListViewMetadata } from '../../metadata/model.ts';
import { whereOf } from './list-view.ts';

const user = findObject(loadMetadata(project.path('force-app')), 'User');

type Filter = ListViewMetadata['filters'][0];

function where(filters: Filter[], more: Partial<ListViewMetadata> = {}): string {
  if (!user) throw new Error('no User');
  const view = {
    ...{ name: 'V', label: 'V', columns: [], filterScope: 'Everything', booleanFilter: null },
    filters,
    ...more,
  };
  return whereOf(user, view, '005000000000001AAA');
}

const filter = (field: string, operation: string, value: string): Filter => ({ field, operation, value });

describe('a list view as SOQL', () => {
  test('without filters shows everything', () => {
    expect(where([])).toBe('');
  });

  test.each([
    [filter('Title', 'equals', 'Clerk,Head'), "WHERE (Title = 'Clerk' OR Title = 'Head')"],
    [filter('Title', 'notEqual', 'Clerk,Head'), "WHERE (Title != 'Clerk' AND Title != 'Head')"],
    [filter('Title', 'equals', ''), 'WHERE (Title = null)'],
    [filter('Title', 'contains', "O'Hara"), "WHERE (Title LIKE '%O\\'Hara%')"],
    [filter('Title', 'notContain', 'x'), "WHERE (NOT (Title LIKE '%x%'))"],
    [filter('Title', 'startsWith', 'A'), "WHERE (Title LIKE 'A%')"],
    [filter('IsActive', 'equals', '1'), 'WHERE (IsActive = true)'],
    [filter('CREATED_DATE', 'equals', 'THIS_QUARTER'), 'WHERE (CreatedDate = THIS_QUARTER)'],
    [filter('LastLoginDate', 'greaterThan', 'LAST_N_DAYS:30'), 'WHERE (LastLoginDate > LAST_N_DAYS:30)'],
  ])('%j', (item, soql) => {
    expect(where([item])).toBe(soql);
  });

  test('joins filters as its logic says, and by AND without one', () => {
    const filters = [filter('Title', 'equals', 'A'), filter('IsActive', 'equals', '1')];
    expect(where(filters)).toBe("WHERE (Title = 'A') AND (IsActive = true)");
    expect(where(filters, { booleanFilter: '1 OR 2' })).toBe("WHERE (Title = 'A') OR (IsActive = true)");
  });

  test('Mine is what the user owns, beside the filters', () => {
    expect(where([filter('Title', 'equals', 'A')], { filterScope: 'Mine' })).toBe(
      "WHERE OwnerId = '005000000000001AAA' AND ((Title = 'A'))",
    );
  });

  test.each([
    [[filter('Nonsense__c', 'equals', 'A')], {}, 'User has no field Nonsense__c'],
    [[filter('Title', 'within', 'A')], {}, 'The list view operation within is not known here'],
    [[filter('CREATED_DATE', 'equals', "2026' OR Id != null")], {}, 'is not a date literal'],
    [[], { filterScope: 'Delegated' }, 'The list view scope Delegated is not known here'],
  ])('says what it cannot express: %j %j', (filters, more, problem) => {
    expect(() => where(filters, more)).toThrow(problem);
  });
});
