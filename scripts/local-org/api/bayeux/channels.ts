/** Channels of Change Data Capture: which there are, who may listen, and what an event looks like on the wire. */
import { createHash } from 'node:crypto';
import { findField, findObject, type OrgMetadata } from '../../metadata/model.ts';
import type { Engine, PublishedChange, UserContext } from '../../state/engine.ts';

const allChanges = '/data/ChangeEvents';

/** `Access_Request__c` → `/data/Access_Request__ChangeEvent`, `Lead` → `/data/LeadChangeEvent`. */
function channelOf(entity: string): string {
  return `/data/${entity.replace(/__c$/, '__')}ChangeEvent`;
}

/** True when `channel` carries the changes of `entity`. Channel names are compared with their case, as Bayeux does. */
export function carries(channel: string, entity: string): boolean {
  return channel === allChanges || channel === channelOf(entity);
}

type Selected = Pick<Engine, 'metadata' | 'switches'>;

/** Objects whose changes are published at this moment; none while push is switched off. */
function selectedEntities({ metadata, switches }: Selected): readonly string[] {
  return switches.push ? metadata.changeEventEntities : [];
}

/** The one object whose changes a channel carries; null when it carries those of all. */
export function entityOf(org: Selected, channel: string): string | null {
  return selectedEntities(org).find((entity) => channelOf(entity) === channel) ?? null;
}

/**
 * Why a user may not listen to a channel, in Bayeux form, or undefined. A single entity needs View All Records on its
 * object; the channel of all changes is open and delivers what the user may see.
 */
export function refusal(org: Selected, channel: string, user: UserContext): string | undefined {
  if (!channel.startsWith('/')) return "400::Channel subscriptions must start with a leading '/'";
  if (channel === allChanges) return undefined;
  const entity = entityOf(org, channel);
  if (!entity) return `400::The channel you requested to subscribe to does not exist {${channel}}`;
  return user.object(entity).viewAll ? undefined : '403:denied_by_security_policy:create_denied';
}

/** An event as the user may see it on a channel; undefined when the object is not his to see whole. */
export function render(
  event: PublishedChange,
  channel: string,
  user: UserContext,
  metadata: OrgMetadata,
): Record<string, unknown> | undefined {
  if (!user.object(event.entityName).viewAll) return undefined;
  const { replayId } = event;
  const visible = (name: string) => isSystem(name) || user.field(event.entityName, name).read;
  const fields = Object.entries(event.fields).filter(
    ([name, value]) => value !== null && value !== undefined && visible(name),
  );
  const header = {
    entityName: event.entityName,
    recordIds: event.recordIds,
    changeType: event.changeType,
    changeOrigin: event.changeOrigin,
    transactionKey: event.transactionKey,
    sequenceNumber: event.sequenceNumber,
    commitTimestamp: event.commitTimestamp,
    commitNumber: event.commitNumber,
    commitUser: event.commitUser,
    changedFields: event.changedFields.filter(visible),
  };
  const payload = {
    ChangeEventHeader: header,
    ...Object.fromEntries(
      fields.map(([name, value]) => [name, wireValue(event.entityName, name, value, metadata)]),
    ),
  };
  const schema = schemaId(event.entityName, metadata);
  return { channel, data: { schema, payload, event: { EventUuid: uuidOf(event), replayId } } };
}

/** Fields that every reader of the object sees, whatever the field permissions say. */
function isSystem(name: string): boolean {
  return ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'OwnerId', 'Name'].includes(
    name,
  );
}

/** Datetimes stand as `2026-11-20T10:00:00.000Z` in events, unlike in REST answers. */
function wireValue(entity: string, name: string, value: unknown, metadata: OrgMetadata): unknown {
  const object = findObject(metadata, entity);
  const field = object && findField(object, name);
  if (field?.type !== 'datetime' || typeof value !== 'string') return value;
  return Temporal.Instant.from(value).toString({ smallestUnit: 'millisecond' });
}

/** An id of the event's shape; it changes when the object gets or loses fields. */
function schemaId(entity: string, metadata: OrgMetadata): string {
  const fields = [...(findObject(metadata, entity)?.fields.keys() ?? [])].sort();
  return createHash('sha256')
    .update([entity, ...fields].join())
    .digest('base64url')
    .slice(0, 22);
}

/** The identity of an event, the same each time that it is delivered. */
function uuidOf({ transactionKey, sequenceNumber, replayId }: PublishedChange): string {
  const hex = createHash('sha256').update(`${transactionKey}/${sequenceNumber}/${replayId}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
