import { createSocket, type SocketOptions } from './socket.ts';

/**
 * Opens a connection for a moment, because Slack says only there how many it counts. What Slack sent through it in that
 * moment would go unserved, so a bot that runs is asked first.
 *
 * @returns how many others Slack counts for the app; undefined when it does not say.
 * @throws what Slack refused the connection with.
 */
export async function countOtherConnections(options: SocketOptions): Promise<number | undefined> {
  let counted: number | undefined;
  const ignore = () => undefined;
  const socket = createSocket(options, {
    hello(connections) {
      counted = connections;
    },
    envelope: ignore,
    goodbye: ignore,
    closed: ignore,
    odd: ignore,
  });
  await socket.open();
  await socket.close();
  return counted === undefined ? undefined : Math.max(0, counted - 1);
}
