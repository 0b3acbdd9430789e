/** For tests: packages that a deployment refuses, each with the beginning of what is said of it. */
import { HEAD, manifestText, objectText, permissionSetText } from './sample-package.ts';
import type { Listed } from './sample-package.ts';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const SHELF = { CustomObject: ['Shelf__c'] };
const shelf = (parts: string[]) => ({ 'objects/Shelf__c.object': objectText('Shelf', parts) });
const tabText = (text: string) => `${HEAD}<CustomTab ${NAMESPACE}>\n    ${text}\n</CustomTab>\n`;
const tab = (text: string) => ({ 'tabs/Shelf__c.tab': tabText(text) });

/** A tab of an object. */
export const objectTab = tabText('<customObject>true</customObject>');

export const FAULTS: [what: string, files: Record<string, string>, listed: Listed, problem: string][] = [
  [
    'an unknown element',
    tab('<customObject>true</customObject><colour>red</colour>'),
    { CustomTab: ['Shelf__c'] },
    'CustomTab Shelf__c: Element colour invalid at this location in type CustomTab',
  ],
  [
    'a broken file',
    { 'tabs/Shelf__c.tab': '<CustomTab>' },
    { CustomTab: ['Shelf__c'] },
    'CustomTab Shelf__c: Error parsing file',
  ],
  [
    'a component named and not sent',
    {},
    { CustomTab: ['Gone'] },
    "CustomTab Gone: An object 'Gone' of type CustomTab was named in package.xml, but was not found in zipped directory",
  ],
  [
    'a component sent and not named',
    tab('<customObject>true</customObject>'),
    {},
    'CustomTab Shelf__c: Not in package.xml',
  ],
  [
    'a kind that this org has not',
    { 'classes/Gone.cls': 'class Gone {}' },
    { ApexClass: ['Gone'] },
    'ApexClass Gone: ApexClass is not supported by this org',
  ],
  [
    'a part that this org has not',
    shelf([
      '<recordTypes>\n        <fullName>Low</fullName>\n        <active>true</active>\n        <label>Low</label>\n    </recordTypes>',
    ]),
    SHELF,
    'RecordType Shelf__c.Low: RecordType is not supported by this org',
  ],
  [
    'a bundle without its meta file',
    { 'lwc/shelf/shelf.js': 'export {};' },
    { LightningComponentBundle: ['shelf'] },
    'LightningComponentBundle shelf: Cannot find Lightning Component Bundle shelf.',
  ],
  [
    'a version of the future',
    { 'package.xml': manifestText({}).replace('68.0', '99.0') },
    {},
    ' package.xml: Invalid version specified: 99.0',
  ],
  [
    'an unknown permission',
    {
      'permissionsets/P.permissionset': permissionSetText(
        'P',
        '    <userPermissions>\n        <enabled>true</enabled>\n        <name>FlyHigh</name>\n    </userPermissions>\n',
      ),
    },
    { PermissionSet: ['P'] },
    'PermissionSet P: Unknown user permission: FlyHigh',
  ],
  [
    'an entity without change events',
    {
      'platformEventChannelMembers/ChangeEvents_AuthSessionChangeEvent.platformEventChannelMember': `${HEAD}<PlatformEventChannelMember ${NAMESPACE}>\n    <eventChannel>ChangeEvents</eventChannel>\n    <selectedEntity>AuthSessionChangeEvent</selectedEntity>\n</PlatformEventChannelMember>\n`,
    },
    { PlatformEventChannelMember: ['*'] },
    "PlatformEventChannelMember ChangeEvents_AuthSessionChangeEvent: You specified an invalid event in the 'selectedEntity' field: AuthSessionChangeEvent",
  ],
  [
    'a formula that does not compile',
    shelf([
      '<validationRules>\n        <fullName>Odd</fullName>\n        <active>true</active>\n        <errorConditionFormula>ISBLANK(Nothing__c)</errorConditionFormula>\n        <errorMessage>odd</errorMessage>\n    </validationRules>',
    ]),
    SHELF,
    'ValidationRule Shelf__c.Odd: Field Nothing__c does not exist. Check spelling.',
  ],
];
