import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface HalfOpenProxy {
  readonly port: number;
  /** From now on nothing passes, and neither side notices: the line is cut half-way. */
  cut(): void;
  /** New lines work again; the old ones stay silent until either side closes them. */
  fix(): void;
  close(): Promise<void>;
}

/** A TCP proxy on 127.0.0.1 that can go silent without closing anything. */
export async function startHalfOpenProxy(targetPort: number): Promise<HalfOpenProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    let isDead = isCut;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (chunk) => {
        isDead ||= isCut;
        if (!isDead) to.write(chunk);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!isDead || from === near) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
    },
    fix: () => {
      isCut = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
