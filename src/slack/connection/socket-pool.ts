import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../flow/ports/log.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import type { Connections } from './connection-count.ts';
import { createLinks, type Link, type LinksNeeds } from './links.ts';

export interface SocketPool {
  /** Resolves when one socket is open; the other follows. Rejects with what Slack refused it with. Nothing after the stop. */
  start(): Promise<void>;
  /** Lets what is under way be acknowledged, and closes everything. Nothing opens after it was called. */
  stop(): Promise<void>;
  connections(): Connections;
}

/** With two, the end of one is no silence. Slack allows ten for an app, whatever number of processes it has. */
const SOCKETS = 2;
/** A socket that ends sooner was no success. */
const STEADY_MS = 30_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Keeps two sockets to Slack open. One that Slack wants to close stays until another took its place and what came through
 * it is acknowledged; when that happens to both at once, they are replaced one after the other.
 */
export function createSocketPool(needs: LinksNeeds): SocketPool {
  const links = createLinks(needs);
  const stopping = new AbortController();

  /** @returns undefined after the stop. */
  async function openPatiently(wait: Wait): Promise<Link | undefined> {
    while (!stopping.signal.aborted) {
      try {
        await pause(wait.next(), undefined, { signal: stopping.signal, ref: false });
        return await links.open();
      } catch (error) {
        if (!stopping.signal.aborted) tellFailure(error, wait, needs.log);
      }
    }
    return undefined;
  }

  /** Keeps one place filled until the stop. */
  async function keep(first: Link | undefined): Promise<void> {
    const wait = createWait();
    for (let link = first; !stopping.signal.aborted; ) {
      const since = performance.now();
      await link?.ended;
      if (performance.now() - since >= STEADY_MS) wait.forget();
      const next = await openPatiently(wait);
      if (link !== undefined) void links.retire(link);
      link = next;
    }
  }

  return {
    async start() {
      const first = await links.open().catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
      if (first === undefined) return;
      void keep(first);
      for (let others = SOCKETS - 1; others > 0; others--) void keep(undefined);
    },
    stop() {
      stopping.abort();
      return links.stop();
    },
    connections: links.connections,
  };
}

/** How long to wait before the next try. */
interface Wait {
  /** @returns milliseconds: none for the first try, then twice as long each time. */
  next(): number;
  atLeast(ms: number): void;
  forget(): void;
}

function createWait(): Wait {
  let waitMs = 0;
  return {
    next() {
      const now = waitMs;
      waitMs = Math.min(Math.max(FIRST_WAIT_MS, waitMs * 2), LONGEST_WAIT_MS);
      return now;
    },
    atLeast(ms) {
      waitMs = Math.max(waitMs, ms);
    },
    forget() {
      waitMs = 0;
    },
  };
}

function tellFailure(error: unknown, wait: Wait, log: Log): void {
  if (error instanceof Error && 'retryAfter' in error) wait.atLeast(Number(error.retryAfter) * 1_000 || 0);
  log.error({ code: slackCodeOf(error) }, 'Slack opens no connection; trying again');
}
