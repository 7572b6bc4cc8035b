import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';

/** Room for the answer to a `to` of 100 numbers several times over; anything larger is not Kaleyra's. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
const BODY_TIMEOUT_MS = 5_000;
/** More than the bot ever sends at once: a request that waits for a connection cannot be called off. */
const MAX_CONNECTIONS = 32;

export interface AgentOptions {
  /** Longest wait from the request's last byte to the answer's head. */
  readonly headersMs: number;
  /** Longest wait for a connection, TLS included. */
  readonly connectMs?: number | undefined;
  /** Longest wait between two pieces of the answer's body. */
  readonly bodyMs?: number | undefined;
  /** How names are looked up; the system's way when left out. */
  readonly lookup?: LookupFunction | undefined;
  /** Largest body of an answer; that of a send when left out. */
  readonly maxResponseBytes?: number | undefined;
}

/**
 * The only way out to Kaleyra. Nothing here may send a request a second time: a connection a request, because an idle one
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
