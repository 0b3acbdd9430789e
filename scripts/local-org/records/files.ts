/** Files: a version belongs to a document, and links attach the document to records. */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { findObject } from '../metadata/model.ts';
import { dateTime } from './coerce.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import type { Row } from './rows.ts';
import { updateRow } from './rows.ts';
import { insertRecord } from './save.ts';

/** Completes a new version: title, size, checksum and type, and its document, made here for the first version. */
export async function saveFile(context: SaveContext, row: Row): Promise<void> {
  const bytes = row['VersionData'];
  if (!(bytes instanceof Uint8Array)) {
    return refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [VersionData]', ['VersionData']);
  }
  const path = row['PathOnClient'];
  if (typeof path !== 'string') {
    return refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PathOnClient]', ['PathOnClient']);
  }
  const extension = extname(path).slice(1).toLowerCase();
  Object.assign(row, {
    Title: row['Title'] ?? path.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, ''),
    ContentSize: bytes.length,
    Checksum: createHash('md5').update(bytes).digest('hex'),
    FileExtension: extension || null,
    FileType: extension ? extension.toUpperCase() : 'UNKNOWN',
    ContentModifiedDate: dateTime(context.now),
    PublishStatus: 'P',
    IsLatest: true,
  });
  const documentId = row['ContentDocumentId'];
  if (typeof documentId === 'string') await nextVersion(context, row, documentId);
  else await newDocument(context, row);
}

/** Facts that a document shows of its latest version. */
function shown(row: Row): Row {
  const { Title, ContentSize, FileType, FileExtension, ContentModifiedDate } = row;
  return {
    Title: Title ?? null,
    ContentSize: ContentSize ?? null,
    FileType: FileType ?? null,
    FileExtension: FileExtension ?? null,
    ContentModifiedDate: ContentModifiedDate ?? null,
  };
}

async function nextVersion(context: SaveContext, row: Row, documentId: string): Promise<void> {
  const [last] = await context.sql.query<{ number: number }>(
    'SELECT max(versionnumber::int) AS number FROM contentversion WHERE contentdocumentid = $1',
    [documentId],
  );
  row['VersionNumber'] = String((last?.number ?? 0) + 1);
  await context.sql.query('UPDATE contentversion SET islatest = false WHERE contentdocumentid = $1', [
    documentId,
  ]);
}

async function newDocument(context: SaveContext, row: Row): Promise<void> {
  row['VersionNumber'] = '1';
  row['ContentDocumentId'] = await insertSystem(context, 'ContentDocument', {
    ...shown(row),
    PublishStatus: 'P',
    OwnerId: row['OwnerId'] ?? null,
  });
}

/** After the version is there: the document points to it, and a first version is attached to owner and place. */
export async function linkNewFile(context: SaveContext, row: Row): Promise<void> {
  const documentId = String(row['ContentDocumentId']);
  const document = findObject(context.metadata, 'ContentDocument');
  if (document) {
    const latest = { ...shown(row), LatestPublishedVersionId: row['Id'] ?? null };
    await updateRow(context.sql, document, documentId, latest);
  }
  if (row['VersionNumber'] !== '1') return;
  const owner = String(row['OwnerId']);
  const place = row['FirstPublishLocationId'];
  await insertSystem(context, 'ContentDocumentLink', {
    ContentDocumentId: documentId,
    LinkedEntityId: owner,
    ShareType: 'I',
  });
  if (typeof place === 'string' && place !== owner) {
    await insertSystem(context, 'ContentDocumentLink', {
      ContentDocumentId: documentId,
      LinkedEntityId: place,
      ShareType: 'V',
    });
  }
}

function insertSystem(context: SaveContext, name: string, row: Row): Promise<string> {
  const object = findObject(context.metadata, name);
  if (!object) throw new Error(`The org has no ${name}`);
  return insertRecord({ ...context, system: true }, object, row);
}
