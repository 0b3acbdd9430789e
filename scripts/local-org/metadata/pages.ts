/** Apps, tabs, flexipages, labels, custom metadata records and change-event members of the source. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { AppMetadata, CustomMetadataRecord, FlexipageMetadata, TabMetadata } from './model.ts';
import type { SourceFile } from './source-file.ts';
import { flag, many, readXml } from './xml.ts';

const App = z.object({
  label: z.string(),
  description: z.string().optional(),
  navType: z.string().default('Standard'),
  tabs: many(z.string()),
});

/** Reads one `*.app-meta.xml`. */
export function readApp(file: SourceFile): AppMetadata {
  const source = readXml(file, 'CustomApplication', App);
  const { label, navType, tabs } = source;
  return { name: fileName(file, 'app'), label, description: source.description ?? null, navType, tabs };
}

const Tab = z.object({
  label: z.string().optional(),
  customObject: flag.optional(),
  flexiPage: z.string().optional(),
  lwcComponent: z.string().optional(),
  motif: z.string().optional(),
});

/** Reads one `*.tab-meta.xml`; the label of an object's tab is the object's and filled in by the loader. */
export function readTab(file: SourceFile): TabMetadata {
  const source = readXml(file, 'CustomTab', Tab);
  const name = fileName(file, 'tab');
  return {
    name,
    label: source.label ?? name,
    object: source.customObject ? name : null,
    flexipage: source.flexiPage ?? null,
    component: source.lwcComponent ?? null,
    icon: source.motif ?? null,
  };
}

const Flexipage = z.object({
  masterLabel: z.string(),
  type: z.string(),
  sobjectType: z.string().optional(),
  template: z.object({ name: z.string() }).optional(),
  flexiPageRegions: many(
    z.object({
      name: z.string(),
      itemInstances: many(
        z.object({
          componentInstance: z
            .object({
              componentName: z.string(),
              componentInstanceProperties: many(
                z.object({ name: z.string(), value: z.string().default('') }),
              ),
            })
            .optional(),
        }),
      ),
    }),
  ),
});

/** Reads one `*.flexipage-meta.xml`. */
export function readFlexipage(file: SourceFile): FlexipageMetadata {
  const source = readXml(file, 'FlexiPage', Flexipage);
  return {
    name: fileName(file, 'flexipage'),
    label: source.masterLabel,
    type: source.type,
    template: source.template?.name ?? '',
    object: source.sobjectType ?? null,
    regions: source.flexiPageRegions.map((region) => ({
      name: region.name,
      components: region.itemInstances.flatMap(({ componentInstance: item }) =>
        item
          ? [
              {
                name: item.componentName,
                properties: new Map(
                  item.componentInstanceProperties.map(({ name, value }) => [name, value] as const),
                ),
              },
            ]
          : [],
      ),
    })),
  };
}

const Labels = z.object({ labels: many(z.object({ fullName: z.string(), value: z.string() })) });

/** Reads one `*.labels-meta.xml`. */
export function readLabels(file: SourceFile): { name: string; value: string }[] {
  return readXml(file, 'CustomLabels', Labels).labels.map(({ fullName, value }) => ({
    name: fullName,
    value,
  }));
}

const Typed = z.union([
  z.string(),
  z.object({
    '#text': z.string().default(''),
    '@_xsi:type': z.string().optional(),
    '@_xsi:nil': z.string().optional(),
  }),
]);
const CustomMetadata = z.object({
  label: z.string(),
  values: many(z.object({ field: z.string(), value: Typed })),
});

/** Reads one `Type.Record.md-meta.xml`; numbers stay text and are typed by their field. */
export function readCustomMetadata(file: SourceFile): CustomMetadataRecord {
  const [type = '', developerName = ''] = fileName(file, 'md').split('.');
  const source = readXml(file, 'CustomMetadata', CustomMetadata);
  const value = (typed: z.infer<typeof Typed>) => {
    if (typeof typed === 'string') return typed;
    if (typed['@_xsi:nil'] === 'true') return null;
    return typed['@_xsi:type'] === 'xsd:boolean' ? typed['#text'] === 'true' : typed['#text'];
  };
  return {
    type: `${type}__mdt`,
    developerName,
    label: source.label,
    values: new Map(source.values.map((item) => [item.field, value(item.value)])),
  };
}

const ChannelMember = z.object({ eventChannel: z.string(), selectedEntity: z.string() });

/** Reads one `*.platformEventChannelMember-meta.xml`; gives the object whose changes are published. */
export function readChangeEventEntity(file: SourceFile): string {
  const { selectedEntity } = readXml(file, 'PlatformEventChannelMember', ChannelMember);
  return selectedEntity.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '');
}

function fileName(file: SourceFile, suffix: string): string {
  return decodeURIComponent(basename(file.path).replace(`.${suffix}-meta.xml`, ''));
}
