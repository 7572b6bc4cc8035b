import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

interface Options {
  /** Connections that Slack counts and that no process reads. */
  readonly ghosts?: number;
  /** Whether Slack says hello to a socket that was opened; it may change while the server runs. */
  readonly saysHello?: () => boolean;
  /** Milliseconds until the Web API responds. */
  readonly delayMs?: (method: string) => number;
}

const ignore = () => undefined;
/** For a socket of which a test wants nothing but that it opens or closes. */
export const IGNORED_EVENTS = { hello: ignore, envelope: ignore, goodbye: ignore, closed: ignore, unreadable: ignore };

/** One connection of the bot, as Slack sees it. */
export interface Line {
  readonly socket: WebSocket;
  /** Slack has asked the bot to close it: it gets no new event. */
  isRetiring: boolean;
}

const MAX_WAIT_MS = 5_000;

/**
 * Slack's Web API and the other end of its sockets, on this machine. Events go to the connections in turn, and one that is
 * to be closed gets no more, as Slack does it.
 */
export async function startSocketMode(answers: Readonly<Record<string, object>>, options: Options = {}) {
  const { ghosts = 0, saysHello = () => true, delayMs = () => 0 } = options;
  const calls: string[] = [];
  const abandoned: string[] = [];
  const acks: { readonly envelope_id?: string; readonly [field: string]: unknown }[] = [];
  const ackedThrough = new Map<unknown, Line>();
  const lines: Line[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const look of [...watchers]) look();
  };
  let turn = 0;

  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    const method = request.url?.replace('/api/', '') ?? '';
    calls.push(method);
    changed();
    request.resume();
    const answer =
      answers[method] ?? (method === 'apps.connections.open' ? { url: `ws://127.0.0.1:${portOf()}/link` } : {});
    const timer = setTimeout(() => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, ...answer }));
    }, delayMs(method));
    response.on('close', () => {
      if (response.writableEnded) return;
      clearTimeout(timer);
      abandoned.push(method);
      changed();
    });
  });
  server.on('upgrade', (request, duplex, head) => sockets.handleUpgrade(request, duplex, head, greet));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function portOf(): number {
    return (server.address() as AddressInfo).port;
  }

  function greet(socket: WebSocket): void {
    const line: Line = { socket, isRetiring: false };
    lines.push(line);
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const ack = JSON.parse(String(data));
      acks.push(ack);
      ackedThrough.set(ack.envelope_id, line);
      changed();
    });
    socket.on('close', () => {
      lines.splice(lines.indexOf(line), 1);
      changed();
    });
    if (saysHello()) write(line, { type: 'hello', num_connections: lines.length + ghosts });
    changed();
  }

  function write({ socket }: Line, message: object | string | Buffer): void {
    socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** The connection that gets the next event. */
  function nextLine(): Line {
    const open = lines.filter(({ isRetiring, socket }) => !isRetiring && socket.readyState === socket.OPEN);
    const line = open[turn++ % open.length];
    if (line === undefined) throw new Error('the bot has no socket');
    return line;
  }

  /** Resolves with what `find` finds, now or after something happened. */
  function soon<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found !== undefined) end(() => resolve(found));
      };
      const timer = setTimeout(() => end(() => reject(new Error(`did not happen: ${what}`))), MAX_WAIT_MS);
      const end = (say: () => void) => {
        clearTimeout(timer);
        watchers.delete(look);
        say();
      };
      watchers.add(look);
      look();
    });
  }

  function close(): void {
    for (const { socket } of lines) socket.terminate();
    server.closeAllConnections();
    server.close();
  }

  const acked = (id: unknown) => soon(() => acks.find((ack) => ack.envelope_id === id), `the ack of ${id}`);

  return {
    apiUrl: `http://127.0.0.1:${portOf()}/api/`,
    /** Methods of the Web API that were called. */
    calls,
    /** Resolves when the bot has aborted a call of this method. */
    gaveUp: (method: string) => soon(() => abandoned.includes(method) || undefined, `the end of ${method}`),
    /** Everything that the bot sent. */
    acks,
    /** The bot's connections, oldest first. */
    lines,
    /** Sends a frame to the next connection, or to the one given. */
    send: (message: object | string | Buffer, line = nextLine()) => write(line, message),
    /** Sends an envelope and gives its acknowledgement, whichever connection it comes through. */
    ask(envelope: { readonly envelope_id: string; readonly [field: string]: unknown }, line = nextLine()) {
      write(line, envelope);
      return acked(envelope.envelope_id);
    },
    acked,
    /** The connection that the acknowledgement came through. */
    ackedThrough: (id: string) => ackedThrough.get(id),
    /** Says that a connection will be closed, as Slack does every few hours. */
    refresh(line: Line, reason = 'refresh_requested'): void {
      line.isRetiring = true;
      write(line, { type: 'disconnect', reason });
    },
    connected: (count: number) =>
      soon(() => (lines.length === count ? true : undefined), `${count} connections, not ${lines.length}`),
    called: (method: string, times = 1) =>
      soon(() => (calls.filter((one) => one === method).length >= times ? true : undefined), `a call of ${method}`),
    /** Slack is down: every connection breaks, and its address does not respond. */
    close,
  };
}

export type SocketModeServer = Awaited<ReturnType<typeof startSocketMode>>;
