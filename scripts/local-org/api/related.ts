/** Records reached through another one: `/sobjects/Case/<id>/Owner`, `/sobjects/Account/<id>/Contacts`. */
import { notFound } from '../errors.ts';
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { childRelationships } from '../metadata/relationships.ts';
import type { Engine } from '../state/engine.ts';
import type { ApiRequest, ApiResponse } from './route.ts';

/**
 * The parent or the children of a record under the name of the relationship.
 * @returns null when the object has no relationship of that name
 * @throws OrgError 404 when the record is not there for the user, or has no parent there
 */
export async function relatedRecords(
  org: Engine,
  request: ApiRequest,
  place: { object: ObjectMetadata; id: string; name: string; fields: string[] | undefined },
): Promise<ApiResponse | null> {
  const { object, id, name, fields } = place;
  const { user } = request.session;
  const way = [...object.fields.values()].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  if (way) {
    const record = await org.retrieve(user, object.name, id, [way.name]);
    const parentId = record[way.name];
    const parent = way.referenceTo
      .map((target) => findObject(org.metadata, target))
      .find((target) => typeof parentId === 'string' && target?.keyPrefix === parentId.slice(0, 3));
    if (!parent || typeof parentId !== 'string') throw notFound();
    return { status: 200, body: await org.retrieve(user, parent.name, parentId, fields) };
  }
  const down = childRelationships(org.metadata, object).find(
    (one) => one.name?.toLowerCase() === name.toLowerCase(),
  );
  if (!down) return null;
  await org.retrieve(user, object.name, id, ['Id']);
  const shown =
    fields ??
    [...down.child.fields.values()]
      .filter((field) => user.field(down.child.name, field.name).read)
      .map((field) => field.name);
  const soql = `SELECT ${shown.join(', ')} FROM ${down.child.name} WHERE ${down.field.name} = '${id}'`;
  const { totalSize, records, next } = await org.queryPage(user, soql, {});
  return {
    status: 200,
    body: {
      totalSize,
      done: next === null,
      ...(next === null ? {} : { nextRecordsUrl: `/services/data/v${request.version}/query/${next}` }),
      records,
    },
  };
}
