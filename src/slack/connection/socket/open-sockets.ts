import type { Log } from '../../../flow/ports/log.ts';
import { withTimeout } from '../../../flow/timing/with-timeout.ts';
import { ACK_DEADLINE_MS } from '../../limits.ts';
import { type Connections, createConnectionCount } from './connection-count.ts';
import type { Envelope } from './frame.ts';
import type { Socket, SocketEvents } from './socket.ts';

/** An open socket and the events that came through it. */
export interface OpenSocket {
  readonly socket: Socket;
  /** Resolves when it is closed, or Slack has said that it will be. */
  readonly ended: Promise<void>;
  /** One promise for each event that is not acknowledged yet. */
  readonly unacked: ReadonlySet<Promise<void>>;
}

export interface OpenSockets {
  /** Opens one; several calls wait for each other. Rejects with the reason; after the stop without asking Slack. */
  open(): Promise<OpenSocket>;
  /** Closes one after its events are acknowledged, or Slack no longer waits for that. Never rejects. */
  retire(open: OpenSocket): Promise<void>;
  /** Retires all; none is opened after it. */
  stop(): Promise<void>;
  connections(): Connections;
}

export interface SocketNeeds {
  readonly createSocket: (events: SocketEvents) => Socket;
  /**
   * Handles what Slack sent. Resolves as soon as it is acknowledged, or cannot be any more. Never rejects.
   *
   * @param send writes the acknowledgement; throws when no socket is open.
   */
  readonly handle: (envelope: Envelope, send: (text: string) => void) => Promise<void>;
  readonly log: Log;
}

/** Slack's reasons for moving a socket to another of its machines: nothing is wrong. */
const ROUTINE = new Set(['refresh_requested', 'warning']);

/** All sockets of this process. */
export function createOpenSockets({ createSocket, handle, log }: SocketNeeds): OpenSockets {
  const sockets = new Set<OpenSocket>();
  const opening = new Set<Socket>();
  const count = createConnectionCount(() => sockets.size, log);
  let isStopped = false;
  let lastOpening: Promise<unknown> = Promise.resolve();

  /** Through the socket that the envelope came from; when that is closed, through another, as Slack's SDKs do. */
  function send(from: OpenSocket, text: string): void {
    if (![from, ...sockets].some(({ socket }) => socket.send(text))) throw new Error('no socket to Slack is open');
  }

  async function openOne(): Promise<OpenSocket> {
    if (isStopped) throw new Error('the sockets are stopped');
    const ended = Promise.withResolvers<void>();
    const unacked = new Set<Promise<void>>();
    const socket = createSocket({
      hello(connections) {
        sockets.add(open);
        count.hello(connections);
      },
      envelope(envelope) {
        const acked: Promise<void> = handle(envelope, (text) => send(open, text)).finally(() => unacked.delete(acked));
        unacked.add(acked);
      },
      goodbye(reason) {
        if (ROUTINE.has(reason)) log.info({ reason }, 'Slack renews a connection');
        else log.warn({ reason }, 'Slack closes a connection');
        ended.resolve();
      },
      closed() {
        sockets.delete(open);
        ended.resolve();
      },
      unreadable: (why) => log.warn({ why }, 'slack frame ignored'),
    });
    const open: OpenSocket = { socket, unacked, ended: ended.promise };
    opening.add(socket);
    await socket.open().finally(() => opening.delete(socket));
    return open;
  }

  async function retire({ socket, unacked }: OpenSocket): Promise<void> {
    await withTimeout(ACK_DEADLINE_MS, allDone(unacked));
    await socket.close();
  }

  return {
    open() {
      const mine = lastOpening.then(openOne);
      lastOpening = mine.catch(() => undefined);
      return mine;
    },
    retire,
    async stop() {
      isStopped = true;
      await Promise.all([...[...opening].map((socket) => socket.close()), ...[...sockets].map(retire)]);
    },
    connections: count.now,
  };
}

async function allDone(work: ReadonlySet<Promise<void>>): Promise<void> {
  while (work.size > 0) await Promise.all(work);
}
