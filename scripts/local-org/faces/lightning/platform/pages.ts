/** Addresses of the pages and the page references that components use for them. */

export interface PageReference {
  type: string;
  attributes: Record<string, string>;
  state: Record<string, string>;
}

const SHAPES: { type: string; pattern: RegExp; names: string[] }[] = [
  { type: 'standard__navItemPage', pattern: /^\/lightning\/n\/([^/]+)$/, names: ['apiName'] },
  {
    type: 'standard__objectPage',
    pattern: /^\/lightning\/o\/([^/]+)\/(list|home)$/,
    names: ['objectApiName', 'actionName'],
  },
  {
    type: 'standard__recordPage',
    pattern: /^\/lightning\/r\/([^/]+)\/([A-Za-z0-9]{15,18})\/(view)$/,
    names: ['objectApiName', 'recordId', 'actionName'],
  },
  { type: 'standard__namedPage', pattern: /^\/lightning\/page\/([^/]+)$/, names: ['pageName'] },
];

/** The page reference of an address; undefined when this face has no such page. */
export function referenceOf(url: URL): PageReference | undefined {
  for (const { type, pattern, names } of SHAPES) {
    const match = pattern.exec(url.pathname);
    if (match) {
      const attributes = Object.fromEntries(names.map((name, index) => [name, decoded(match[index + 1])]));
      return { type, attributes, state: Object.fromEntries(url.searchParams) };
    }
  }
  return undefined;
}

/** Where the value of a URL field leads: without a scheme of the web it is the name of a host, whatever it begins with. */
export function webAddress(text: string): string {
  return /^(https?|ftp|mailto):/i.test(text) ? text : `http://${text}`;
}

/** A percent sign that starts no escape is taken as it stands. */
function decoded(part = ''): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The address of a page reference.
 * @throws TypeError for a type that this face does not know.
 */
export function addressOf({ type, attributes, state = {} }: Partial<PageReference>): string {
  const { apiName = '', objectApiName = '', recordId = '', pageName = 'home', url = '' } = attributes ?? {};
  const query = new URLSearchParams(state).toString();
  const suffix = query ? `?${query}` : '';
  switch (type) {
    case 'standard__navItemPage':
      return `/lightning/n/${apiName}${suffix}`;
    case 'standard__objectPage':
      return `/lightning/o/${objectApiName}/list${suffix}`;
    case 'standard__recordPage':
      return `/lightning/r/${objectApiName || 'Record'}/${recordId}/view${suffix}`;
    case 'standard__namedPage':
      return `/lightning/page/${pageName}${suffix}`;
    case 'standard__webPage':
      return url;
    default:
      throw new TypeError(`Unknown page type ${String(type)}`);
  }
}
