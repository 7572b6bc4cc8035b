import { randomBytes } from 'node:crypto';
import type { ChatFile } from '../../protocol.ts';

/** A file as the workspace keeps it. */
export interface StoredFile extends ChatFile {
  readonly bytes: Buffer;
  /** A member's ID, or `bot`. */
  readonly author: string;
}

/** The files of the workspace. Nothing is written to disk. */
export interface StoredFiles {
  add(file: Pick<StoredFile, 'name' | 'bytes' | 'author'>): StoredFile;
  find(id: string): StoredFile | undefined;
  /** Begins an upload of the bot. @returns the file's ID, which is also the last part of its upload address */
  expect(name: string): string;
  /** Keeps what was uploaded; false when nothing was expected under this ID. */
  receive(id: string, bytes: Buffer): boolean;
}

export function createStoredFiles(): StoredFiles {
  const files = new Map<string, StoredFile>();
  const expected = new Map<string, string>();

  function keep(id: string, { name, bytes, author }: Pick<StoredFile, 'name' | 'bytes' | 'author'>): StoredFile {
    const file = { id, name, bytes, author, size: bytes.length };
    files.set(id, file);
    return file;
  }

  return {
    add: (file) => keep(newId(), file),
    find: (id) => files.get(id),
    expect(name) {
      const id = newId();
      expected.set(id, name);
      return id;
    },
    receive(id, bytes) {
      const name = expected.get(id);
      if (name === undefined) return false;
      expected.delete(id);
      keep(id, { name, bytes, author: 'bot' });
      return true;
    },
  };
}

function newId(): string {
  return `F${randomBytes(5).toString('hex').toUpperCase()}`;
}
