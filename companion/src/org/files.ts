/** Files on a record: who sees the record sees the file, and nobody may change it through the record. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { DATA, read } from './reading.ts';
import { complaint, type Session } from './session.ts';
import { recordId, soql } from './soql.ts';
import { parseRows, text } from './values.ts';

export interface OrgFile {
  /** File name with its ending. */
  name: string;
  bytes: Uint8Array;
  /** Media type. */
  type: string;
}

const created = z.object({ id: text });
const version = z.object({ Id: text, ContentDocumentId: text });
const link = z.object({ ContentDocumentId: text });
const file = z.object({ Id: text, PathOnClient: text.nullish() });
const known = z.object({ ContentDocumentId: text, Checksum: text.nullish(), PathOnClient: text.nullish() });

const multipart = (file: OrgFile, boundary: string): Uint8Array => {
  // The title is shown with the file's ending behind it.
  const entity = JSON.stringify({ Title: file.name.replace(/\.\w+$/, ''), PathOnClient: file.name });
  const quoted = file.name.replaceAll(/["\r\n]/g, '_');
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="entity_content"\r\n` +
    `Content-Type: application/json\r\n\r\n${entity}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="VersionData"; filename="${quoted}"\r\n` +
    `Content-Type: ${file.type}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
};

const upload = async (session: Session, file: OrgFile): Promise<string> => {
  const boundary = `file-${randomUUID()}`;
  const answer = await session.request({
    method: 'POST',
    path: `${DATA}/sobjects/ContentVersion`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    bytes: multipart(file, boundary),
  });
  const parsed = created.safeParse(answer.body);
  if (answer.status !== 201 || !parsed.success) {
    throw new AppError('configuration', `The org does not take the file: ${complaint(answer).message}`);
  }
  const query = soql`SELECT Id, ContentDocumentId FROM ContentVersion WHERE Id = ${recordId(parsed.data.id)}`;
  const [row] = parseRows(version, await read(session, query), 'ContentVersion');
  if (!row) throw new AppError('internal', 'The org does not show the file it has just taken.');
  return row.ContentDocumentId;
};

/** `V`: whoever sees the record may read the file, and even those who may edit the record may not replace it. */
const share = async (session: Session, document: string, record: string): Promise<void> => {
  const answer = await session.request({
    method: 'POST',
    path: `${DATA}/sobjects/ContentDocumentLink`,
    body: { ContentDocumentId: document, LinkedEntityId: record, ShareType: 'V', Visibility: 'AllUsers' },
  });
  if (answer.status !== 201) {
    throw new AppError('configuration', `The org does not link the file: ${complaint(answer).message}`);
  }
};

/** Documents that hang on the record already, by name and MD5 of the content (the org's own checksum). */
const attached = async (session: Session, record: string): Promise<Map<string, string>> => {
  const query = soql`SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = ${recordId(record)}`;
  const documents = parseRows(link, await read(session, query), 'ContentDocumentLink');
  if (documents.length === 0) return new Map();
  const ids = documents.map(({ ContentDocumentId }) => recordId(ContentDocumentId));
  const versions = await read(
    session,
    soql`SELECT ContentDocumentId, Checksum, PathOnClient FROM ContentVersion WHERE IsLatest = ${true} AND ContentDocumentId IN ${ids}`,
  );
  return new Map(
    parseRows(known, versions, 'ContentVersion').map((row) => [
      `${row.PathOnClient ?? ''}:${row.Checksum ?? ''}`,
      row.ContentDocumentId,
    ]),
  );
};

/**
 * Attaches files to a record; one that hangs on it already with the same name and content is left as it is, so that a
 * repetition after a crash adds nothing.
 * @returns the ContentDocument ids, in the order of the files
 * @throws AppError configuration with the org's reason, org_unreachable
 */
export const attach = async (
  session: Session,
  record: string,
  files: readonly OrgFile[],
): Promise<string[]> => {
  const there = await attached(session, record);
  const ids: string[] = [];
  for (const file of files) {
    const checksum = createHash('md5').update(file.bytes).digest('hex');
    const document = there.get(`${file.name}:${checksum}`) ?? (await upload(session, file));
    if (!there.has(`${file.name}:${checksum}`)) await share(session, document, record);
    ids.push(document);
  }
  return ids;
};

/**
 * The newest file on a record whose name ends so.
 * @throws AppError not_found when there is none, org_unreachable
 */
export const readFile = async (
  session: Session,
  record: string,
  ending: string,
): Promise<{ name: string; bytes: Uint8Array }> => {
  const links = await read(
    session,
    soql`SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = ${recordId(record)}`,
  );
  const ids = parseRows(link, links, 'ContentDocumentLink').map(({ ContentDocumentId: id }) => recordId(id));
  const versions =
    ids.length === 0
      ? []
      : await read(
          session,
          soql`SELECT Id, PathOnClient FROM ContentVersion WHERE IsLatest = ${true} AND ContentDocumentId IN ${ids} ORDER BY CreatedDate DESC`,
        );
  const found = parseRows(file, versions, 'ContentVersion').find(({ PathOnClient }) =>
    PathOnClient?.endsWith(ending),
  );
  if (!found?.PathOnClient) throw new AppError('not_found', `The record has no ${ending} file.`);
  return { name: found.PathOnClient, bytes: await content(session, found.Id) };
};

/** The transport of `session` reads text alone; this is the one answer that is none. */
const content = async (session: Session, id: string): Promise<Uint8Array> => {
  const ask = () =>
    fetch(`${session.instanceUrl}${DATA}/sobjects/ContentVersion/${id}/VersionData`, {
      headers: { authorization: `Bearer ${session.connection.accessToken ?? ''}` },
    });
  try {
    let answer = await ask();
    if (answer.status === 401) {
      await session.renew();
      answer = await ask();
    }
    if (answer.ok) return await answer.bytes();
    throw new AppError('org_unreachable', `The org does not give the file: status ${answer.status}.`);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('org_unreachable', 'The org cannot be reached.', { cause: error });
  }
};
