import { createSocket, type SocketOptions } from './socket.ts';

/**
 * Opens a connection briefly, because only its hello says how many connections Slack counts. Events that Slack sends
 * through it meanwhile are lost, so ask the running bot first, where there is one.
 *
 * @returns how many other connections Slack counts for the app; undefined where it does not say.
 * @throws the error with which Slack refused the connection.
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
    unreadable: ignore,
  });
  await socket.open();
  await socket.close();
  return counted === undefined ? undefined : Math.max(0, counted - 1);
}
