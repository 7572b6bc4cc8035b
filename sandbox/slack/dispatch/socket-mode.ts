import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseJson } from '../../web/json.ts';
import type { Upgrade } from '../../web/server.ts';
import type { Dispatcher } from './dispatcher.ts';
import { createEnvelopes } from './envelopes.ts';

/** Slack's other way to a bot: the bot opens a socket, and what Slack says comes through it in envelopes. */
export interface SocketMode {
  readonly dispatcher: Dispatcher;
  /** The address for one connection, for `apps.connections.open`. */
  issueUrl(): string;
  /** Takes an upgrade of `/link/` with a fresh ticket; refuses any other. */
  readonly upgrade: Upgrade;
  connections(): number;
  /**
   * Tells the oldest connections to go, as Slack does every few hours: they are sent something only when there is no other,
   * and are closed after a while. All of them when no number is given.
   */
  refresh(count?: number): void;
  close(): void;
}

interface Needs {
  readonly appId: string;
  /** Where this Slack is reached over HTTP. */
  readonly origin: () => string;
  readonly now?: () => number;
}

/** An address is good for one connection within this time. */
const TICKET_LIFE_MS = 30_000;
const MAX_CONNECTIONS = 10;
/** How long a connection that has to be renewed stays open. */
const CLOSE_AFTER_MS = 10_000;
/** A client gives a silent server up after thirty seconds. */
const PING_MS = 10_000;

export function createSocketMode({ appId, origin, now = Date.now }: Needs): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const sockets = new Set<WebSocket>();
  const renewing = new Set<WebSocket>();
  let sent = 0;
  const { send, acknowledged } = createEnvelopes(() => {
    const choice = usable(sockets, renewing);
    return choice[sent++ % choice.length];
  });

  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, PING_MS);
  pings.unref();

  function askToReconnect(socket: WebSocket): void {
    renewing.add(socket);
    socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    const timer = setTimeout(() => socket.close(1_000), CLOSE_AFTER_MS);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  }

  function accept(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (sockets.size >= MAX_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close(1_000);
      return;
    }
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      renewing.delete(socket);
    });
    socket.on('message', (data) => acknowledged(String(data)));
    const hello = { type: 'hello', num_connections: sockets.size, connection_info: { app_id: appId } };
    socket.send(JSON.stringify(hello));
  }

  function hasTicket(request: IncomingMessage): boolean {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const ticket = url.searchParams.get('ticket') ?? '';
    const until = tickets.get(ticket) ?? 0;
    tickets.delete(ticket);
    return url.pathname === '/link/' && now() <= until;
  }

  return {
    dispatcher: {
      sendForm: ({ payload, ...fields }) =>
        payload === undefined ? send('slash_commands', fields, true) : send('interactive', parseJson(payload), true),
      sendEvent: (callback) => send('events_api', callback, false),
    },
    issueUrl() {
      const ticket = randomBytes(16).toString('hex');
      tickets.set(ticket, now() + TICKET_LIFE_MS);
      return `${origin().replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade(request, socket, head) {
      if (hasTicket(request)) server.handleUpgrade(request, socket, head, accept);
      else socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    },
    connections: () => sockets.size,
    refresh(count = sockets.size) {
      const staying = [...sockets].filter((socket) => !renewing.has(socket));
      for (const socket of staying.slice(0, count)) askToReconnect(socket);
    },
    close() {
      clearInterval(pings);
      for (const socket of server.clients) socket.terminate();
    },
  };
}

/** The connections that the next envelope may go to: those that have to be renewed only when there is no other. */
function usable(sockets: ReadonlySet<WebSocket>, renewing: ReadonlySet<WebSocket>): readonly WebSocket[] {
  const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
  const staying = open.filter((socket) => !renewing.has(socket));
  return staying.length > 0 ? staying : open;
}
