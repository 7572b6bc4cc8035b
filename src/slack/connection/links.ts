import type { Log } from '../../flow/ports/log.ts';
import { withTimeout } from '../../flow/timing/with-timeout.ts';
import { type Connections, createConnectionCount } from './connection-count.ts';
import type { Envelope } from './frame.ts';
import type { Socket, SocketEvents } from './socket.ts';

/** An open socket and what came through it. */
export interface Link {
  readonly socket: Socket;
  /** Resolves when it is closed, or Slack said that it is about to be. */
  readonly ended: Promise<void>;
  /** One promise for everything that is not acknowledged yet. */
  readonly unacked: ReadonlySet<Promise<void>>;
}

export interface Links {
  /** Rejects with why no socket opened, and after the stop without asking Slack. One is opened at a time. */
  open(): Promise<Link>;
  /** Closes one when what came through it is acknowledged, or Slack waits for it no longer. Never rejects. */
  retire(link: Link): Promise<void>;
  /** Retires all of them; nothing opens any more. */
  stop(): Promise<void>;
  connections(): Connections;
}

export interface LinksNeeds {
  readonly createSocket: (events: SocketEvents) => Socket;
  /**
   * Serves what Slack sent. Resolves as soon as it is acknowledged, or will not be. Never rejects.
   *
   * @param send writes the acknowledgement; throws when no socket is open.
   */
  readonly take: (envelope: Envelope, send: (text: string) => void) => Promise<void>;
  readonly log: Log;
}

/** Slack waits no longer for an acknowledgement. */
const ACK_TIMEOUT_MS = 3_000;
/** Slack's reasons to move a socket to another machine of its own: nothing is wrong. */
const ROUTINE = new Set(['refresh_requested', 'warning']);

/** All sockets of this process. */
export function createLinks({ createSocket, take, log }: LinksNeeds): Links {
  const links = new Set<Link>();
  const opening = new Set<Socket>();
  const count = createConnectionCount(() => links.size, log);
  let isStopped = false;
  let turn: Promise<unknown> = Promise.resolve();

  /** An acknowledgement goes back where its envelope came from, and when that is gone through another, as Slack's SDKs do. */
  function send(from: Link, text: string): void {
    if (![from, ...links].some(({ socket }) => socket.send(text))) throw new Error('no socket to Slack is open');
  }

  async function openOne(): Promise<Link> {
    if (isStopped) throw new Error('the sockets are stopped');
    const ended = Promise.withResolvers<void>();
    const unacked = new Set<Promise<void>>();
    const socket = createSocket({
      hello(connections) {
        links.add(link);
        count.hello(connections);
      },
      envelope(envelope) {
        const acked: Promise<void> = take(envelope, (text) => send(link, text)).finally(() => unacked.delete(acked));
        unacked.add(acked);
      },
      goodbye(reason) {
        if (ROUTINE.has(reason)) log.info({ reason }, 'Slack renews a connection');
        else log.warn({ reason }, 'Slack closes a connection');
        ended.resolve();
      },
      closed() {
        links.delete(link);
        ended.resolve();
      },
      odd: (why) => log.warn({ why }, 'slack frame ignored'),
    });
    const link: Link = { socket, unacked, ended: ended.promise };
    opening.add(socket);
    await socket.open().finally(() => opening.delete(socket));
    return link;
  }

  async function retire({ socket, unacked }: Link): Promise<void> {
    await withTimeout(ACK_TIMEOUT_MS, allDone(unacked));
    await socket.close();
  }

  return {
    open() {
      const mine = turn.then(openOne);
      turn = mine.catch(() => undefined);
      return mine;
    },
    retire,
    async stop() {
      isStopped = true;
      await Promise.all([...[...opening].map((socket) => socket.close()), ...[...links].map(retire)]);
    },
    connections: count.now,
  };
}

async function allDone(work: ReadonlySet<Promise<void>>): Promise<void> {
  while (work.size > 0) await Promise.all(work);
}
