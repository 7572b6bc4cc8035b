import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../flow/ports/log.ts';
import { retryAfterMs } from '../../client/retry-after.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import type { Connections } from './connection-count.ts';
import { createOpenSockets, type OpenSocket, type SocketNeeds } from './open-sockets.ts';

export interface SocketPool {
  /** Resolves when one socket is open; the other follows. Rejects with Slack's refusal. Does nothing after the stop. */
  start(): Promise<void>;
  /** Waits for events to be acknowledged, and closes all sockets. None is opened after it. */
  stop(): Promise<void>;
  connections(): Connections;
}

/** With two, events still arrive while one is replaced. Slack allows ten for an app, in all its processes. */
const SOCKETS = 2;
/** A socket that closes sooner counts as a failed try. */
const MIN_LIFETIME_MS = 30_000;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;

/**
 * Keeps two sockets to Slack open. One that Slack wants to close stays until another has taken its place and its events
 * are acknowledged; when that happens to both at once, they are replaced one after the other.
 */
export function createSocketPool(needs: SocketNeeds): SocketPool {
  const sockets = createOpenSockets(needs);
  const stopping = new AbortController();

  /** @returns undefined after the stop. */
  async function openWithRetries(backoff: Backoff): Promise<OpenSocket | undefined> {
    while (!stopping.signal.aborted) {
      try {
        await sleep(backoff.next(), undefined, { signal: stopping.signal, ref: false });
        return await sockets.open();
      } catch (error) {
        if (!stopping.signal.aborted) handleFailure(error, backoff, needs.log);
      }
    }
    return undefined;
  }

  /** Keeps one socket open until the stop, and replaces it when it closes. */
  async function keepOne(first: OpenSocket | undefined): Promise<void> {
    const backoff = createBackoff();
    for (let current = first; !stopping.signal.aborted; ) {
      const since = performance.now();
      await current?.ended;
      if (performance.now() - since >= MIN_LIFETIME_MS) backoff.reset();
      const next = await openWithRetries(backoff);
      if (current !== undefined) void sockets.retire(current);
      current = next;
    }
  }

  return {
    async start() {
      const first = await sockets.open().catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
      if (first === undefined) return;
      void keepOne(first);
      for (let others = SOCKETS - 1; others > 0; others--) void keepOne(undefined);
    },
    stop() {
      stopping.abort();
      return sockets.stop();
    },
    connections: sockets.connections,
  };
}

/** How long to wait before the next try. */
interface Backoff {
  /** @returns milliseconds: none for the first try, then twice as long each time. */
  next(): number;
  atLeast(ms: number): void;
  reset(): void;
}

function createBackoff(): Backoff {
  let waitMs = 0;
  return {
    next() {
      const now = waitMs;
      waitMs = Math.min(Math.max(FIRST_WAIT_MS, waitMs * 2), MAX_WAIT_MS);
      return now;
    },
    atLeast(ms) {
      waitMs = Math.max(waitMs, ms);
    },
    reset() {
      waitMs = 0;
    },
  };
}

function handleFailure(error: unknown, backoff: Backoff, log: Log): void {
  if (error instanceof Error && 'retryAfter' in error) backoff.atLeast(retryAfterMs(Number(error.retryAfter)) ?? 0);
  log.error({ code: slackCodeOf(error) }, 'Slack opens no connection; trying again');
}
