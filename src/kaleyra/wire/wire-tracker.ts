import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { request } from 'undici';
import { createAgent } from './agent.ts';

/** Published by undici right before it writes a request’s first byte to a socket. */
const SEND_HEADERS = 'undici:client:sendHeaders';
const PROOF_TIMEOUT_MS = 2_000;

/** Knows which requests have begun to leave this process: the one proof by which a request may be tried again. */
export interface WireTracker {
  /** Whether the request that carries this very buffer has begun to leave. */
  wasSent(body: Buffer): boolean;
  stop(): void;
}

/**
 * Listens to what undici reports of its writes. Error codes cannot tell (`ECONNRESET` comes before and after the first
 * byte), so a request is known by the identity of its body, which needs no header of ours on the wire.
 */
export function trackWire(): WireTracker {
  const sent = new WeakSet<object>();
  const onSendHeaders = (message: unknown) => {
    const body = bodyOf(message);
    if (body !== undefined) sent.add(body);
  };
  subscribe(SEND_HEADERS, onSendHeaders);
  return {
    wasSent: (body) => sent.has(body),
    stop: () => unsubscribe(SEND_HEADERS, onSendHeaders),
  };
}

function bodyOf(message: unknown): object | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request: posted } = message;
  if (typeof posted !== 'object' || posted === null || !('body' in posted)) return undefined;
  return typeof posted.body === 'object' && posted.body !== null ? posted.body : undefined;
}

/**
 * Posts to a socket of our own and looks whether the tracker saw it. Undici's event is marked experimental: were it gone,
 * every failed request would pass for "never sent", and a message could go out twice.
 *
 * @returns false when the tracker sees nothing, or when the proof could not be made.
 */
export async function proveTracker(tracker: WireTracker): Promise<boolean> {
  const body = Buffer.from('proof');
  const agent = createAgent({ headersMs: PROOF_TIMEOUT_MS, connectMs: PROOF_TIMEOUT_MS, bodyMs: PROOF_TIMEOUT_MS });
  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => outgoing.end());
  });
  try {
    const origin = await listen(server);
    const response = await request(origin, {
      dispatcher: agent,
      method: 'POST',
      body,
      signal: AbortSignal.timeout(PROOF_TIMEOUT_MS),
    });
    await response.body.dump();
    return tracker.wasSent(body);
  } catch {
    return false;
  } finally {
    server.close();
    await agent.close();
  }
}

function listen(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(`http://127.0.0.1:${address.port}/`);
      else reject(new Error('The self-test has no port.'));
    });
  });
}
