import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /** A request was read whole: its socket is not dropped before the response is given. */
  working(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * Keeps a server at `max` sockets. For one more, the oldest is dropped of those that have not brought a whole request, or
 * of those that wait between requests, whichever are more: so a flood pushes out itself, and a request that comes at once
 * is never dropped. The newcomer is refused only when all sockets wait for their responses.
 */
export function limitConnections(server: Server, max: number): Connections {
  const unheard = new Set<Socket>();
  const idle = new Set<Socket>();
  const busy = new Set<Socket>();

  function forget(socket: Socket): void {
    unheard.delete(socket);
    idle.delete(socket);
    busy.delete(socket);
  }

  server.on('connection', (socket: Socket) => {
    if (unheard.size + idle.size + busy.size >= max) {
      const [dropped = socket] = unheard.size >= idle.size ? unheard : idle;
      forget(dropped);
      dropped.destroy();
    }
    if (socket.destroyed) return;
    unheard.add(socket);
    socket.once('close', () => forget(socket));
  });

  return {
    working({ socket }, response) {
      forget(socket);
      busy.add(socket);
      response.once('close', () => {
        forget(socket);
        if (!socket.destroyed) idle.add(socket);
      });
    },
  };
}
