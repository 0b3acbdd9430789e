/** Channels of Change Data Capture: which there are, who may listen, and what an event looks like on the wire. */
import { createHash } from 'node:crypto';
import { findField, findObject, type OrgMetadata } from '../../metadata/model.ts';
import type { RetainedChange } from '../../state/changes.ts';
import type { UserContext } from '../../state/engine.ts';

const allChanges = '/data/ChangeEvents';

/** `Access_Request__c` → `/data/Access_Request__ChangeEvent`, `Lead` → `/data/LeadChangeEvent`. */
function channelOf(entity: string): string {
  return `/data/${entity.replace(/__c$/, '__')}ChangeEvent`;
}

/** True when `channel` carries the changes of `entity`. Channel names are compared with their case, as Bayeux does. */
export function carries(channel: string, entity: string): boolean {
  return channel === allChanges || channel === channelOf(entity);
}

/**
 * Why a user may not listen to a channel, in Bayeux form, or undefined. A single entity needs View All Records on its
 * object; the channel of all changes is open and delivers what the user may see.
 */
export function refusal(channel: string, user: UserContext, entities: readonly string[]): string | undefined {
  if (!channel.startsWith('/')) return "400::Channel subscriptions must start with a leading '/'";
  if (channel === allChanges) return undefined;
  const entity = entities.find((candidate) => channelOf(candidate) === channel);
  if (!entity) return `400::The channel you requested to subscribe to does not exist {${channel}}`;
  return user.object(entity).viewAll ? undefined : '403:denied_by_security_policy:create_denied';
}

/** An event as the user may see it on a channel; undefined when the object is not his to see whole. */
export function render(
  change: RetainedChange,
  channel: string,
  user: UserContext,
  metadata: OrgMetadata,
): Record<string, unknown> | undefined {
  const { event, replayId } = change;
  if (!user.object(event.entityName).viewAll) return undefined;
  const visible = (name: string) => isSystem(name) || user.field(event.entityName, name).read;
  const fields = Object.entries(event.fields).filter(
    ([name, value]) => value !== null && value !== undefined && !absent.has(name) && visible(name),
  );
  const header = {
    entityName: event.entityName,
    recordIds: event.recordIds,
    changeType: event.changeType,
    changeOrigin: 'com/salesforce/api/rest/68.0',
    transactionKey: event.transactionKey,
    sequenceNumber: event.sequenceNumber,
    commitTimestamp: event.commitTimestamp,
    commitNumber: replayId,
    commitUser: event.commitUser,
    changedFields: event.changedFields.filter((name) => !absent.has(name) && visible(name)),
  };
  const payload = {
    ChangeEventHeader: header,
    ...Object.fromEntries(
      fields.map(([name, value]) => [name, wireValue(event.entityName, name, value, metadata)]),
    ),
  };
  return { channel, data: { schema: schemaId(event.entityName, metadata), payload, event: { replayId } } };
}

/** Fields that no event carries: the id stands in the header. */
const absent: ReadonlySet<string> = new Set(['Id', 'IsDeleted', 'SystemModstamp']);

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
