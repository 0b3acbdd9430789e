/** From a cursor to a page, and from the page to the next cursor. */
import type { Api, Caller, Listed, PageQuery } from '../ports.ts';

export async function paged<Item>(
  { cursors }: Api,
  { org }: Caller,
  name: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  read: (page: PageQuery) => Promise<Listed<Item>>,
): Promise<{ items: Item[]; next: string | null }> {
  const list = `${name}:${org}`;
  const after = cursor === undefined ? null : cursors.read(list, cursor);
  const { items, next } = await read({ after, limit });
  return { items, next: next && cursors.write(list, next) };
}
