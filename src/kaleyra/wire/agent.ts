import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';

/** Several times the response to a `to` of 100 numbers; anything larger is not Kaleyra's. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
const BODY_TIMEOUT_MS = 5_000;
/** More than the bot ever sends at once: a request that waits for a connection cannot be called off. */
const MAX_CONNECTIONS = 32;

export interface AgentOptions {
  /** The longest wait from the request's last byte to the response's head. */
  readonly headersMs: number;
  /** The longest wait for a connection, TLS included. */
  readonly connectMs?: number | undefined;
  /** The longest wait between two pieces of the response's body. */
  readonly bodyMs?: number | undefined;
  /** How host names are looked up; as the system does when left out. */
  readonly lookup?: LookupFunction | undefined;
  /** The largest body of a response; that of a send when left out. */
  readonly maxResponseBytes?: number | undefined;
}

/**
 * The HTTP client for Kaleyra. It never sends a request a second time: one connection for each request, because an idle one
 * can die with the bytes already on it; no HTTP/2, whose client replays a refused stream; no redirects; no retry agent.
 */
export function createAgent({ headersMs, connectMs, bodyMs, lookup, maxResponseBytes }: AgentOptions): Agent {
  return new Agent({
    pipelining: 0,
    allowH2: false,
    connections: MAX_CONNECTIONS,
    connect: { timeout: connectMs ?? CONNECT_TIMEOUT_MS, rejectUnauthorized: true, ...(lookup && { lookup }) },
    headersTimeout: headersMs,
    bodyTimeout: bodyMs ?? BODY_TIMEOUT_MS,
    maxResponseSize: maxResponseBytes ?? MAX_RESPONSE_BYTES,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}
