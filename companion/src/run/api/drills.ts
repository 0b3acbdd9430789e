/** Drills of one org, for programs: the relay's own views, in pages. */
import type { OrgRelay } from '../../relay/relay.ts';
import type { Caller, Listed, PageQuery, Works } from '../../web/api/ports.ts';

export type DrillRelay = Pick<OrgRelay, 'startDrill' | 'drill' | 'drillPage'>;
type Drill = Awaited<ReturnType<DrillRelay['drill']>>;

export async function drillsPage(relay: DrillRelay, { after, limit }: PageQuery): Promise<Listed<Drill>> {
  const { items } = await relay.drillPage({ after, limit: limit + 1 });
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  return { items: shown, next: last ? { at: last.startedAt, id: last.id } : null };
}

export async function startDrill(
  relay: DrillRelay,
  { name }: Caller,
  { level, contacts, note, minutes }: Parameters<Works['startDrill']>[1],
): Promise<Drill> {
  const id = await relay.startDrill({
    ...{ origin: 'Token', by: `token ${name}`, level: level ?? null, contacts, note: note ?? null, minutes },
  });
  return relay.drill(id);
}
