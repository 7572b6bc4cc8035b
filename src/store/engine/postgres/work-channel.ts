import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { Client } from 'pg';
import type { Log } from '../../../flow/ports/log.ts';

const CHANNEL = 'whatsapp_send_work';
const RECONNECT_MS = 1000;

/** How processes on one database wake each other; a slow poll beside it finds what a lost connection missed. */
export interface WorkChannel {
  /** A select that notifies the other processes once its transaction is committed. */
  readonly announcement: RawBuilder<unknown>;
  listen(listener: () => void): void;
  close(): Promise<void>;
}

/** The connection that listens opens with the first listener, and opens again a second after it is lost. */
export function createWorkChannel(url: string, log: Log): WorkChannel {
  const ownName = randomUUID();
  const listeners: (() => void)[] = [];
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function connect(): void {
    const next = new Client({ connectionString: url, keepAlive: true });
    client = next;
    const again = (error?: Error): void => {
      if (client !== next || isClosed) return;
      client = undefined;
      log.warn({ err: error }, 'wake-up connection lost');
      next.end().catch(() => undefined);
      retry = setTimeout(connect, RECONNECT_MS);
      retry.unref();
    };
    next.on('error', again);
    next.on('end', () => again());
    next.on('notification', ({ payload }) => {
      if (payload !== ownName) for (const listener of listeners) listener();
    });
    next
      .connect()
      .then(() => next.query(`listen ${CHANNEL}`))
      .catch(again);
  }

  return {
    announcement: sql`select pg_notify(${CHANNEL}, ${ownName})`,
    listen(listener) {
      listeners.push(listener);
      if (listeners.length === 1) connect();
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
