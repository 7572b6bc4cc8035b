import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What strangers do with many sockets at once; `request` is all that each of them sends. */
export interface SocketWave {
  readonly name: string;
  readonly sockets: number;
  readonly request: () => string;
}

const BODY = 'a'.repeat(256_000);
const UNFINISHED_HEAD = 'POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 262144\r\n';

export const SOCKET_WAVES: readonly SocketWave[] = [
  { name: 'unsigned bodies', sockets: 2_000, request: () => `${UNFINISHED_HEAD}\r\n${BODY}` },
  { name: 'forged bodies', sockets: 2_000, request: () => `${UNFINISHED_HEAD}${forgedHeaders()}\r\n${BODY}` },
  { name: 'one byte', sockets: 2_100, request: () => 'G' },
];

/** A signature of the right form, from just now, that nobody made with the secret. */
function forgedHeaders(): string {
  const now = Math.floor(Date.now() / 1_000);
  return `X-Slack-Request-Timestamp: ${now}\r\nX-Slack-Signature: v0=${'0'.repeat(64)}\r\n`;
}

/** Keeps a wave's sockets open, and opens each again that the bot dropped, until it is over. */
export async function keepSockets(port: number, wave: SocketWave, isOver: () => boolean): Promise<void> {
  const sockets = new Set<Socket>();
  const open = (): void => {
    const socket = connect(port, '127.0.0.1', () => socket.write(wave.request()));
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.resume();
    sockets.add(socket);
  };
  while (!isOver()) {
    while (sockets.size < wave.sockets) open();
    await pause(1_000);
  }
  for (const socket of sockets) socket.destroy();
}
