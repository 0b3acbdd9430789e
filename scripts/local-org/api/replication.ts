/** What changed in an object between two moments: ids of records that were made, changed or deleted. */
import { notFound, OrgError } from '../errors.ts';
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { dateTime } from '../records/coerce.ts';
import type { Engine } from '../state/engine.ts';
import type { ApiRequest, Handler, Route } from './route.ts';

/** How far back the platform looks. */
const DAYS = 30;

interface Span {
  object: ObjectMetadata;
  start: Temporal.Instant;
  end: Temporal.Instant;
}

const updated: Handler = async (org, request) => {
  const span = spanOf(org, request);
  const { records } = await org.query(
    request.session.user,
    `SELECT Id FROM ${span.object.name} WHERE ${within(span)} ORDER BY SystemModstamp`,
  );
  return {
    status: 200,
    body: { ids: records.map(({ Id }) => String(Id)), latestDateCovered: dateTime(span.end) },
  };
};

const deleted: Handler = async (org, request) => {
  const span = spanOf(org, request);
  const { records } = await org.query(
    request.session.user,
    `SELECT Id, SystemModstamp FROM ${span.object.name} WHERE IsDeleted = true AND ${within(span)} ORDER BY SystemModstamp`,
    { all: true },
  );
  return {
    status: 200,
    body: {
      deletedRecords: records.map(({ Id, SystemModstamp }) => ({ id: Id, deletedDate: SystemModstamp })),
      earliestDateAvailable: dateTime(org.clock.now().subtract({ hours: DAYS * 24 })),
      latestDateCovered: dateTime(span.end),
    },
  };
};

function within({ start, end }: Span): string {
  return `SystemModstamp >= ${start.toString()} AND SystemModstamp < ${end.toString()}`;
}

/** @throws OrgError 404, or INVALID_REPLICATION_DATE for a span that the platform does not take */
function spanOf(org: Engine, request: ApiRequest): Span {
  const object = findObject(org.metadata, request.params['object'] ?? '');
  const known = object && request.session.user.object(object.name).read;
  if (!known || !object.fields.has('systemmodstamp')) throw notFound();
  const start = momentOf(request, 'start');
  const end = momentOf(request, 'end');
  if (Temporal.Instant.compare(end, start.add({ minutes: 1 })) < 0) {
    throw wrongSpan('endDate is before startDate or within a minute of it');
  }
  if (Temporal.Instant.compare(start, org.clock.now().subtract({ hours: DAYS * 24 })) < 0) {
    throw wrongSpan(`startDate before ${DAYS} days ago`);
  }
  return { object, start, end };
}

function momentOf({ query }: ApiRequest, name: string): Temporal.Instant {
  // A plus sign that was not escaped arrives as a space.
  const text = (query.get(name) ?? '').replace(' ', '+').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  try {
    // The platform disregards the seconds.
    return Temporal.Instant.from(text).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  } catch {
    throw wrongSpan(`${name} is not an ISO 8601 date and time: ${text}`);
  }
}

function wrongSpan(message: string): OrgError {
  return new OrgError(400, 'INVALID_REPLICATION_DATE', message);
}

export const routes: Route[] = [
  { method: 'GET', pattern: '/sobjects/:object/updated', handle: updated },
  { method: 'GET', pattern: '/sobjects/:object/deleted', handle: deleted },
];
