/** For tests: a small source tree of a forwarder's depots and parcels, with every kind of field that answers differ by. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Xml = string | readonly [tag: string, content: string | readonly Xml[]];

function xml(content: Xml): string {
  if (typeof content === 'string') return content;
  const [tag, inner] = content;
  return `<${tag}>${typeof inner === 'string' ? inner : inner.map(xml).join('')}</${tag.split(' ')[0]}>`;
}

const field = (fullName: string, type: string, ...more: Xml[]): [string, Xml] => [
  fullName,
  ['CustomField', [['fullName', fullName], ['label', labelOf(fullName)], ['type', type], ...more]],
];

const labelOf = (name: string) => name.replace(/__c$/, '').replaceAll('_', ' ');

const values = (names: readonly string[]): Xml => [
  'valueSetDefinition',
  names.map((name): Xml => [
    'value',
    [
      ['fullName', name],
      ['default', String(name === 'Letter')],
      ['label', `A ${name.toLowerCase()}`],
    ],
  ]),
];

const setting = (value: string, ...controllers: string[]): Xml => [
  'valueSettings',
  [...controllers.map((name): Xml => ['controllingFieldValue', name]), ['valueName', value]],
];

const parcelFields = [
  field('Title__c', 'Text', ['length', '80'], ['required', 'true'], ['inlineHelpText', 'What is in it.']),
  field('Weight__c', 'Number', ['precision', '10'], ['scale', '2']),
  field('Price__c', 'Currency', ['precision', '12'], ['scale', '2']),
  field('Discount__c', 'Percent', ['precision', '5'], ['scale', '1']),
  field('Due__c', 'Date'),
  field('Sent__c', 'DateTime'),
  field('Fragile__c', 'Checkbox', ['defaultValue', 'false']),
  field('Kind__c', 'Picklist', ['valueSet', [['restricted', 'true'], values(['Letter', 'Box', 'Crate'])]]),
  field('Size__c', 'Picklist', [
    'valueSet',
    [
      ['controllingField', 'Kind__c'],
      ['restricted', 'true'],
      values(['S', 'M', 'L']),
      setting('S', 'Letter', 'Box'),
      setting('M', 'Box'),
      setting('L', 'Box', 'Crate'),
    ],
  ]),
  field('Tags__c', 'MultiselectPicklist', ['visibleLines', '4'], ['valueSet', [values(['Cold', 'Dry'])]]),
  field('Secret__c', 'Text', ['length', '80']),
  field('Notes__c', 'LongTextArea', ['length', '2000'], ['visibleLines', '5']),
  field('Depot__c', 'Lookup', ['referenceTo', 'Depot__c'], ['relationshipName', 'Parcels']),
  field('Sender__c', 'Lookup', ['referenceTo', 'User'], ['relationshipName', 'Sent_Parcels']),
];

const object = (label: string, plural: string, nameField: readonly Xml[], sharing: string): Xml => [
  'CustomObject',
  [
    ['deploymentStatus', 'Deployed'],
    ['label', label],
    ['nameField', nameField],
    ['pluralLabel', plural],
    ['sharingModel', sharing],
  ],
];

const item = (name: string, behavior: string): Xml => [
  'layoutItems',
  [
    ['behavior', behavior],
    ['field', name],
  ],
];

const layout: Xml = [
  'Layout',
  [
    [
      'layoutSections',
      [
        ['customLabel', 'true'],
        ['detailHeading', 'true'],
        ['editHeading', 'true'],
        ['label', 'Parcel'],
        ['layoutColumns', [item('Name', 'Readonly'), item('Title__c', 'Required'), item('Kind__c', 'Edit')]],
        ['layoutColumns', [item('OwnerId', 'Edit'), item('Secret__c', 'Edit')]],
        ['style', 'TwoColumnsTopToBottom'],
      ],
    ],
    [
      'layoutSections',
      [
        ['customLabel', 'true'],
        ['detailHeading', 'false'],
        ['editHeading', 'true'],
        ['label', 'Journey'],
        ['layoutColumns', [item('Depot__c', 'Edit'), item('Sent__c', 'Readonly')]],
        ['style', 'OneColumn'],
      ],
    ],
  ],
];

const depotLayout: Xml = [
  'Layout',
  [
    [
      'layoutSections',
      [
        ['label', 'Depot'],
        ['layoutColumns', [item('Name', 'Required'), item('City__c', 'Edit')]],
        ['style', 'OneColumn'],
      ],
    ],
    [
      'relatedLists',
      [
        ['fields', 'NAME'],
        ['fields', 'Title__c'],
        ['fields', 'Weight__c'],
        ['relatedList', 'Parcel__c.Depot__c'],
        ['sortField', 'Weight__c'],
        ['sortOrder', 'Desc'],
      ],
    ],
  ],
];

const filter = (name: string, operation: string, value: string): Xml => [
  'filters',
  [
    ['field', name],
    ['operation', operation],
    ['value', value],
  ],
];

const listView = (fullName: string, label: string, scope: string, ...filters: Xml[]): Xml => [
  'ListView',
  [
    ['fullName', fullName],
    ...['NAME', 'Title__c', 'Weight__c', 'Depot__c', 'OWNER.ALIAS'].map((name): Xml => ['columns', name]),
    ['filterScope', scope],
    ...filters,
    ['label', label],
  ],
];

const permissionSet = (label: string, rights: string, open: (name: string) => boolean): Xml => [
  'PermissionSet',
  [
    ...parcelFields
      .map(([name]) => name)
      .filter((name) => name !== 'Title__c' && open(name))
      .map((name): Xml => [
        'fieldPermissions',
        [
          ['editable', String(rights.includes('E'))],
          ['field', `Parcel__c.${name}`],
          ['readable', 'true'],
        ],
      ]),
    [
      'fieldPermissions',
      [
        ['editable', String(rights.includes('E'))],
        ['field', 'Depot__c.City__c'],
        ['readable', 'true'],
      ],
    ],
    ['label', label],
    ...['Depot__c', 'Parcel__c'].map((name): Xml => [
      'objectPermissions',
      [
        ['allowCreate', String(rights.includes('C'))],
        ['allowDelete', String(rights.includes('D'))],
        ['allowEdit', String(rights.includes('E'))],
        ['allowRead', 'true'],
        ['modifyAllRecords', 'false'],
        ['object', name],
        ['viewAllRecords', String(rights.includes('V'))],
      ],
    ]),
  ],
];

const app: Xml = [
  'CustomApplication',
  [
    ['brand', [['headerColor', '#0B5CAB']]],
    ['formFactors', 'Large'],
    ['label', 'Forwarding'],
    ['navType', 'Standard'],
    ['tabs', 'Parcel__c'],
    ['uiType', 'Lightning'],
  ],
];

/** Writes the tree and gives its folder. */
export function writeSampleSource(folder: string): string {
  const root = join(folder, 'source');
  const files: [path: string, content: Xml][] = [
    [
      'objects/Parcel__c/Parcel__c.object-meta.xml',
      object(
        'Parcel',
        'Parcels',
        [
          ['displayFormat', 'P-{0000}'],
          ['label', 'Number'],
          ['type', 'AutoNumber'],
        ],
        'Private',
      ),
    ],
    [
      'objects/Depot__c/Depot__c.object-meta.xml',
      object(
        'Depot',
        'Depots',
        [
          ['label', 'Depot name'],
          ['type', 'Text'],
        ],
        'Read',
      ),
    ],
    ...[...parcelFields].map(([name, content]): [string, Xml] => [
      `objects/Parcel__c/fields/${name}.field-meta.xml`,
      content,
    ]),
    ['objects/Depot__c/fields/City__c.field-meta.xml', field('City__c', 'Text', ['length', '40'])[1]],
    [
      'objects/Parcel__c/validationRules/Light_Letters.validationRule-meta.xml',
      [
        'ValidationRule',
        [
          ['fullName', 'Light_Letters'],
          ['active', 'true'],
          ['errorConditionFormula', 'ISPICKVAL(Kind__c, "Letter") &amp;&amp; Weight__c > 1'],
          ['errorDisplayField', 'Weight__c'],
          ['errorMessage', 'A letter weighs at most one kilogram.'],
        ],
      ],
    ],
    ['objects/Parcel__c/listViews/All.listView-meta.xml', listView('All', 'All parcels', 'Everything')],
    [
      'objects/Parcel__c/listViews/Heavy.listView-meta.xml',
      listView('Heavy', 'Heavy parcels', 'Everything', filter('Weight__c', 'greaterThan', '10')),
    ],
    ['objects/Parcel__c/listViews/Mine.listView-meta.xml', listView('Mine', 'My parcels', 'Mine')],
    ['layouts/Parcel__c-Parcel Layout.layout-meta.xml', layout],
    ['layouts/Depot__c-Depot Layout.layout-meta.xml', depotLayout],
    [
      'tabs/Parcel__c.tab-meta.xml',
      [
        'CustomTab',
        [
          ['customObject', 'true'],
          ['motif', 'Custom20: Airplane'],
        ],
      ],
    ],
    ['applications/Forwarding.app-meta.xml', app],
    ['permissionsets/Clerk.permissionset-meta.xml', permissionSet('Clerk', 'CED', () => true)],
    [
      'permissionsets/Watcher.permissionset-meta.xml',
      permissionSet('Watcher', 'V', (name) => name !== 'Secret__c'),
    ],
    [
      'platformEventChannelMembers/ChangeEvents_Parcel_ChangeEvent.platformEventChannelMember-meta.xml',
      [
        'PlatformEventChannelMember',
        [
          ['eventChannel', 'ChangeEvents'],
          ['selectedEntity', 'Parcel__ChangeEvent'],
        ],
      ],
    ],
  ];
  for (const [path, content] of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `<?xml version="1.0" encoding="UTF-8"?>${xml(content)}`);
  }
  return root;
}
