/** The zip of a deployment or retrieval. What comes in is not trusted: neither its sizes nor its names. */
import { unzipSync, zipSync } from 'fflate';

const MOST_FILES = 10_000;
const MOST_BYTES = 400 * 1024 * 1024;
const EPOCH = '1980-01-01T00:00:00';

/** The archive is not one that the org opens; the message is for the client. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/**
 * Files by path, folders left out.
 * @throws ArchiveError for what is no zip, is larger than a deployment may be, or has a path that leads out of it
 */
export function readArchive(zip: Uint8Array): Map<string, Uint8Array> {
  let bytes = 0;
  let files = 0;
  const content = guarded(() =>
    unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        files += 1;
        bytes += originalSize;
        if (files > MOST_FILES) throw new ArchiveError(`The zip file has more than ${MOST_FILES} files`);
        if (bytes > MOST_BYTES) throw new ArchiveError('The zip file is too large when it is unpacked');
        if (isUnsafe(name)) throw new ArchiveError(`The zip file has a path that leads out of it: ${name}`);
        return !name.endsWith('/');
      },
    }),
  );
  return new Map(Object.entries(content));
}

function guarded<T>(unzip: () => T): T {
  try {
    return unzip();
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('The zip file cannot be read');
  }
}

function isUnsafe(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split('/').includes('..');
}

/** A zip of the files, the same for the same content. */
export function writeArchive(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(files), { mtime: EPOCH });
}
