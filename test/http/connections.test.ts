import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { limitConnections } from '../../src/http/connections.ts';

/** A server at three sockets. Each opened one is silent, unless it asks; `/slow` is not answered. */
async function opened() {
  const server = createServer((request, response) => {
    request.resume();
    connections.working(request, response);
    if (request.url !== '/slow') response.end();
  });
  const connections = limitConnections(server, 3);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  async function open(path?: string): Promise<Socket> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await Promise.all([once(server, 'connection'), once(socket, 'connect')]);
    if (path === undefined) return socket;
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await (path === '/slow' ? once(server, 'request') : once(socket, 'data'));
    return socket;
  }
  const isOpen = (socket: Socket) => !socket.destroyed && !socket.readableEnded;
  const connected = promisify(server.getConnections.bind(server)) as () => Promise<number>;
  return { connected, isOpen, open };
}

describe('a server at its most sockets', () => {
  it('has room again where one was closed, and drops no other', async () => {
    const { connected, isOpen, open } = await opened();
    const first = await open();
    for (let count = 0; count < 4; count += 1) {
      const gone = await open();
      gone.destroy();
      await expect.poll(() => connected()).toBe(1);
    }

    expect(isOpen(first)).toBe(true);
  });

  it('drops the oldest silent one for one more', async () => {
    const { isOpen, open } = await opened();
    const [first, second, third] = [await open(), await open(), await open()];
    const dropped = once(first, 'close');

    const fourth = await open();
    await dropped;

    expect([second, third, fourth].map(isOpen)).toEqual([true, true, true]);
  });

  it('drops one that waits between requests where those are more, and never one that waits for its response', async () => {
    const { isOpen, open } = await opened();
    const slow = await open('/slow');
    const idle = await open('/');
    const alsoIdle = await open('/');
    const dropped = once(idle, 'close');

    const silent = await open();
    await dropped;

    expect([slow, alsoIdle, silent].map(isOpen)).toEqual([true, true, true]);
  });

  it('refuses the newcomer where all wait for their responses', async () => {
    const { isOpen, open } = await opened();
    const all = [await open('/slow'), await open('/slow'), await open('/slow')];

    const newcomer = await open();
    await once(newcomer, 'close');

    expect(all.map(isOpen)).toEqual([true, true, true]);
  });
});
