import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** Runs a statement past the store. @returns the rows that it gives */
export type Change = (statement: string) => Promise<readonly Record<string, unknown>[]>;

/** @param url as the store takes it */
export function changerOf(url: string): Change {
  return url.startsWith('file:') ? changeFile(url.slice('file:'.length)) : changeServer(url);
}

function changeFile(path: string): Change {
  return async (statement) => {
    const database = new DatabaseSync(path, { timeout: 5_000 });
    try {
      return database.prepare(statement).all();
    } finally {
      database.close();
    }
  };
}

function changeServer(url: string): Change {
  return async (statement) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  };
}
