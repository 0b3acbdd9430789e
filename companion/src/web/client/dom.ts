/** Elements from data. Text is always text: nothing here turns a string into markup, and the page's policy forbids it. */

export type Child = Node | string | null | false | undefined | readonly Child[];
type Value = string | number | boolean | null | undefined;
type Listener = (event: Event) => void;
/** Attributes by name; a function is a listener under `on…`, false and null leave the attribute out. */
export type Attributes = Readonly<Record<string, Value | Listener>>;

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.replace(/^on/, ''), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  append(node, children);
  return node;
}

function append(node: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === 'string') node.appendChild(document.createTextNode(child));
    else if (child instanceof Node) node.appendChild(child);
    else append(node, child);
  }
}

/** Puts `children` in the place of all that `node` holds. */
export function fill(node: Element, ...children: Child[]): void {
  node.replaceChildren();
  append(node, children);
}

const ICONS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  question: 'M9 9.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.1M12 17.4v.1',
  clock: 'M12 7v5l3.2 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
  key: 'M11.5 12.500l8-8M16 8l3 3M13.5 10.500l2 2M8.3 11.700a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 0 0 0-8.600z',
  shield:
    'M12 3.2l7.2 2.700v5.300c0 4.5-3 7.9-7.2 9.6-4.2-1.7-7.2-5.1-7.2-9.600V5.900zM8.7 12l2.4 2.4 4.3-4.6',
  eye: 'M3 12c2.2-4 5.3-6 9-6s6.8 2 9 6c-2.2 4-5.3 6-9 6s-6.8-2-9-6zM12 9.300a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.400z',
  next: 'M9.5 6l6 6-6 6',
  down: 'M6 9.500l6 6 6-6',
  warning: 'M12 4.5l8.5 15h-17zM12 10v4.5M12 17v.1',
  arrow: 'M15 5.5L8.5 12l6.5 6.5',
  inbox: 'M4 13.5h4.500l1.5 2.500h4l1.5-2.500H20M6.3 5h11.400L20 13.500V19H4v-5.500z',
  person:
    'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.500c.8-3.6 3.700-5.500 7.500-5.500s6.700 1.900 7.500 5.500',
  history: 'M4.300 8.500A8.5 8.5 0 1 1 3.500 12M4 4v4.500h4.500M12 7.500V12l3 2',
} as const;
export type IconName = keyof typeof ICONS;

/** A decorative drawing; what it means stands beside it as text. */
export function icon(name: IconName): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.appendChild(path);
  return svg;
}

/** The same for what changes by itself: a link that had the focus has it again, if it is still there. */
export function refill(node: Element, ...children: Child[]): void {
  const active = document.activeElement;
  const href = active && node.contains(active) ? active.getAttribute('href') : null;
  fill(node, ...children);
  if (href !== null) node.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus();
}

/** Moves the reader to `node`, for a heading or a message that takes no focus by itself. */
export function focusOn(node: HTMLElement): void {
  if (!node.hasAttribute('tabindex')) node.setAttribute('tabindex', '-1');
  node.focus();
}
