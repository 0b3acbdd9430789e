/** Colour and icon of an object, from its tab or, without one, the platform's for things of its kind. */
import type { ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';

interface Theme {
  color: string;
  iconUrl: string;
}

const standard: Readonly<Record<string, string>> = {
  ...{ Case: 'F2CF5B', ContentDocument: 'BAAC93', ContentVersion: 'BAAC93', User: '34BECD' },
};
const plain = '779EF2';
/** Colours of the numbered tab styles, enough to tell objects apart. */
const palette = ['8199AF', 'A094ED', 'E769B4', 'F88962', '6CA1E9', '4BC076', 'B67E6A', 'D8BE5F'];

/** `color` as six hexadecimal digits; `iconUrl` below this server. */
export function themeOf(metadata: OrgMetadata, object: ObjectMetadata): Theme {
  const number = /^Custom(\d+)/.exec(metadata.tabs.get(object.name.toLowerCase())?.icon ?? '')?.[1];
  if (number) {
    return {
      color: palette[Number(number) % palette.length] ?? plain,
      iconUrl: `/img/icon/t4v35/custom/custom${number}_120.png`,
    };
  }
  const icon = object.custom ? 'custom/custom1' : `standard/${object.name.toLowerCase()}`;
  return { color: standard[object.name] ?? plain, iconUrl: `/img/icon/t4v35/${icon}_120.png` };
}
