import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** What strangers do with many sockets at once. Each socket sends one request that does not end, and is kept. */
interface SocketWave {
  readonly sockets: number;
  readonly request: () => string;
  /** How soon those that the bot dropped are opened again, all at once; left out, never. */
  readonly renewMs?: number;
}

const BODY = 'a'.repeat(256_000);
const UNFINISHED_HEAD = 'POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 262144\r\n';

const SOCKET_WAVES = {
  // The same commands alone: what they load and compile is not the strangers' cost.
  none: { sockets: 0, request: () => '' },
  'unsigned bodies': { sockets: 2_000, request: () => `${UNFINISHED_HEAD}\r\n${BODY}` },
  'forged bodies': { sockets: 2_000, request: () => `${UNFINISHED_HEAD}${forgedHeaders()}\r\n${BODY}` },
  'one byte': { sockets: 2_100, request: () => 'G', renewMs: 1_000 },
} as const satisfies Record<string, SocketWave>;

export type WaveName = keyof typeof SOCKET_WAVES;
export const WAVE_NAMES = Object.keys(SOCKET_WAVES) as WaveName[];

/** A signature of the right form, from just now, made without the secret. */
function forgedHeaders(): string {
  const now = Math.floor(Date.now() / 1_000);
  return `X-Slack-Request-Timestamp: ${now}\r\nX-Slack-Signature: v0=${'0'.repeat(64)}\r\n`;
}

/** Runs a wave in a thread of its own, so that it does not slow down who measures. Call `terminate` to end it. */
export function startWave(port: number, name: WaveName): Worker {
  return new Worker(new URL(import.meta.url), { workerData: { port, name } });
}

async function keepSockets(port: number, { sockets: count, request, renewMs }: SocketWave): Promise<void> {
  const sockets = new Set<Socket>();
  const open = (): void => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request()));
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.resume();
    sockets.add(socket);
  };
  do {
    while (sockets.size < count) open();
    await pause(renewMs);
  } while (renewMs !== undefined);
}

if (!isMainThread) {
  const { port, name } = workerData as { readonly port: number; readonly name: WaveName };
  await keepSockets(port, SOCKET_WAVES[name]);
}
