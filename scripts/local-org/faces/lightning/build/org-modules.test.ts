import { describe, expect, test } from '@jest/globals';
import { orgModules } from './org-modules.ts';
import type { PanelSources } from './sources.ts';

const sources: PanelSources = {
  bundles: [],
  labels: { greeting: { name: 'Greeting', value: 'Good "day"' } },
  objects: {
    invoice__c: {
      name: 'Invoice__c',
      fields: { name: 'Name', due__c: 'Due__c', payer__c: 'Payer__c' },
      parents: { payer__r: { name: 'Payer__r', objects: ['Account'] } },
    },
    account: { name: 'Account', fields: { name: 'Name' }, parents: {} },
  },
  customPermissions: { may_pay: 'May_Pay' },
  messageChannels: { paid__c: 'Paid__c' },
};

/** The code that the plugin makes of a module, by the hooks that the bundler calls. */
function codeOf(id: string): string | undefined {
  const { resolveId, load } = orgModules(sources) as unknown as {
    resolveId: (id: string) => string | undefined;
    load: (id: string) => string | undefined;
  };
  const resolved = resolveId(id);
  return resolved === undefined ? undefined : load(resolved);
}

describe('modules of the org', () => {
  test.each([
    ['@salesforce/label/c.Greeting', 'export default Object.freeze("Good \\"day\\"");'],
    ['@salesforce/schema/Invoice__c', 'export default Object.freeze({"objectApiName":"Invoice__c"});'],
    [
      '@salesforce/schema/invoice__c.due__c',
      'export default Object.freeze({"fieldApiName":"Due__c","objectApiName":"Invoice__c"});',
    ],
    [
      '@salesforce/schema/Invoice__c.Payer__r.Name',
      'export default Object.freeze({"fieldApiName":"Payer__r.Name","objectApiName":"Invoice__c"});',
    ],
    ['@salesforce/user/Id', 'export default globalThis.__ORG__.userId;'],
    [
      '@salesforce/customPermission/May_Pay',
      'export default globalThis.__ORG__.customPermissions.includes("May_Pay") ? true : undefined;',
    ],
    ['@salesforce/messageChannel/Paid__c', 'export default Object.freeze({"developerName":"Paid__c"});'],
  ])('%s becomes what the org holds', (id, code) => {
    expect(codeOf(id)).toBe(code);
  });

  test.each([
    ['@salesforce/label/c.Farewell', 'no custom label has this name'],
    ['@salesforce/schema/Receipt__c', 'there is no object Receipt__c'],
    ['@salesforce/schema/Invoice__c.Paid__c', 'Invoice__c has no field or relationship of this name'],
    ['@salesforce/schema/Invoice__c.Payer__r.Iban__c', 'Account has no field or relationship of this name'],
    ['@salesforce/customPermission/May_Fly', 'the org has nothing of this name'],
    ['@salesforce/messageChannel/Lost__c', 'no message channel has this name'],
    ['@salesforce/apex/Payments.pay', 'the local org does not serve Apex'],
  ])('%s stops the build as it stops a deployment', (id, problem) => {
    expect(() => codeOf(id)).toThrow(`${id}: ${problem}`);
  });

  test('modules of the base components pass through', () => {
    expect(codeOf('@salesforce/label/LightningAlert.defaultLabel')).toBeUndefined();
    expect(codeOf('lwc')).toBeUndefined();
  });
});
