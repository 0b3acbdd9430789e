/**
 * PGlite's file system with a working fsync.
 *
 * PGlite starts PostgreSQL with fsync off, and Emscripten's NODEFS has no fsync at all, so an acknowledged commit can
 * vanish with the power. This class gives NODEFS an fsync and syncs a directory after each change of its entries.
 * It reaches into PGlite 0.5.14 (`FS.filesystems.NODEFS`), which is why the version is pinned and why the worker counts
 * the calls of one commit at start and refuses to run when there are none.
 */
import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface Stream {
  nfd?: number;
  node: Node;
}

interface Node {
  parent: Node;
  name: string;
}

interface EmscriptenNodeFs {
  realPath(node: Node): string;
  stream_ops: { fsync?: (stream: Stream) => number };
  node_ops: {
    rename: (node: Node, parent: Node, name: string) => void;
    mknod: (parent: Node, name: string, mode: number, dev: number) => Node;
    unlink: (parent: Node, name: string) => void;
  };
}

interface EmscriptenModule {
  FS: { filesystems: { NODEFS: EmscriptenNodeFs } };
}

/** Syncs one file or directory to the disk. */
function syncPath(target: string): void {
  const descriptor = fs.openSync(target, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Syncs a directory and everything below it, children first. */
export function syncTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const target = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(target);
    else if (entry.isFile()) syncPath(target);
  }
  syncPath(folder);
}

export class DurableNodeFS extends NodeFS {
  /** Number of fsync calls so far; the worker's self-check reads it. */
  syncs = 0;

  override async init(
    pg: Parameters<NodeFS['init']>[0],
    options: Parameters<NodeFS['init']>[1],
  ): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = [
      ...((emscriptenOpts.preRun as unknown[] | undefined) ?? []),
      (module: EmscriptenModule) => this.#addSync(module.FS.filesystems.NODEFS),
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } as typeof emscriptenOpts };
  }

  #addSync(nodefs: EmscriptenNodeFs): void {
    nodefs.stream_ops.fsync = (stream) => {
      this.syncs += 1;
      if (stream.nfd === undefined) syncPath(nodefs.realPath(stream.node));
      else fs.fsyncSync(stream.nfd);
      return 0;
    };
    const { rename, mknod } = nodefs.node_ops;
    nodefs.node_ops.rename = (node, parent, name) => {
      const from = nodefs.realPath(node.parent);
      rename(node, parent, name);
      syncPath(from);
      syncPath(nodefs.realPath(parent));
    };
    nodefs.node_ops.mknod = (parent, name, mode, dev) => {
      const made = mknod(parent, name, mode, dev);
      syncPath(nodefs.realPath(parent));
      return made;
    };
  }
}

/** PGlite's own start parameters without `-F`; plain fsync, as Emscripten's fdatasync does nothing. */
export function durableStartParams(): string[] {
  return [
    ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
    ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
  ];
}
