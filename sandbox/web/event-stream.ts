import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Feed } from '../feed.ts';
import type { SandboxEvent, SandboxState } from '../protocol.ts';

/** Server-sent events: the whole state first, then every change. */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  feed: Feed,
  state: () => SandboxState,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (event: SandboxEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  const end = feed.subscribe(send);
  request.once('close', end);
  send({ type: 'state', state: state() });
}
