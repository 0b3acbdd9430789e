import { describe, expect, test } from '@jest/globals';
import { addressOf, referenceOf, webAddress } from './pages.ts';

const at = (path: string) => referenceOf(new URL(path, 'http://localhost'));

describe('page references', () => {
  test.each([
    ['/lightning/n/Billing', 'standard__navItemPage', { apiName: 'Billing' }],
    [
      '/lightning/o/Invoice__c/list',
      'standard__objectPage',
      { objectApiName: 'Invoice__c', actionName: 'list' },
    ],
    [
      '/lightning/r/Invoice__c/a00000000000001AAA/view',
      'standard__recordPage',
      { objectApiName: 'Invoice__c', recordId: 'a00000000000001AAA', actionName: 'view' },
    ],
    ['/lightning/page/home', 'standard__namedPage', { pageName: 'home' }],
  ])('%s leads there and back', (path, type, attributes) => {
    const reference = at(path);
    expect(reference).toEqual({ type, attributes, state: {} });
    expect(addressOf(reference ?? {})).toBe(path);
  });

  test.each([
    ['https://b.example/x', 'https://b.example/x'],
    ['b.example', 'http://b.example'],
    ['javascript:alert(1)', 'http://javascript:alert(1)'],
  ])('the URL %s of a record leads to %s', (text, address) => {
    expect(webAddress(text)).toBe(address);
  });

  test('an address that cannot be decoded is none of a record or page that is there', () => {
    expect(at('/lightning/n/%')?.attributes).toEqual({ apiName: '%' });
  });

  test('keeps the state of the address', () => {
    const reference = at('/lightning/n/Billing?c__id=1');
    expect(reference?.state).toEqual({ c__id: '1' });
    expect(addressOf(reference ?? {})).toBe('/lightning/n/Billing?c__id=1');
  });

  test('knows nothing of other addresses and refuses unknown types', () => {
    expect(at('/simulator')).toBeUndefined();
    expect(at('/lightning/settings/personal/GrantLoginAccess/home')).toBeUndefined();
    expect(() => addressOf({ type: 'standard__app' })).toThrow(TypeError);
    expect(addressOf({ type: 'standard__webPage', attributes: { url: 'https://example.com' } })).toBe(
      'https://example.com',
    );
  });
});
