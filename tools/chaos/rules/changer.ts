import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** Runs a statement past the store, as an intruder would. */
export type Change = (statement: string) => Promise<unknown>;

/**
 * Opened by the first statement and kept: opening costs more than what is changed. It ends with its process.
 *
 * @param url as the store takes it
 */
export function openChanger(url: string): Change {
  return url.startsWith('file:') ? inFile(url.slice('file:'.length)) : onServer(url);
}

function inFile(path: string): Change {
  let database: DatabaseSync | undefined;
  return async (statement) => {
    database ??= new DatabaseSync(path, { timeout: 5_000 });
    database.exec(statement);
  };
}

function onServer(url: string): Change {
  let opened: Promise<Client> | undefined;
  return async (statement) => {
    opened ??= connect(url);
    await (await opened).query(statement);
  };
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}
