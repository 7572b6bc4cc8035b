import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';

/** Several times the response to a `to` of 100 numbers; anything larger is not Kaleyra's. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
const BODY_TIMEOUT_MS = 5_000;
/** For what is asked beside the sends: the list of templates, the probe. */
const FEW_CONNECTIONS = 8;

export interface AgentOptions {
  /** The longest wait from the request's last byte to the response's head. */
  readonly headersMs: number;
  /**
   * As many as there are requests at once, because a request that waits for a connection cannot be called off. Each is closed
   * after its request, so there are only as many as are in flight.
   */
  readonly maxConnections?: number | undefined;
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
export function createAgent(options: AgentOptions): Agent {
  const { headersMs, maxConnections, connectMs, bodyMs, lookup, maxResponseBytes } = options;
  return new Agent({
    pipelining: 0,
    allowH2: false,
    connections: maxConnections ?? FEW_CONNECTIONS,
    connect: { timeout: connectMs ?? CONNECT_TIMEOUT_MS, rejectUnauthorized: true, ...(lookup && { lookup }) },
    headersTimeout: headersMs,
    bodyTimeout: bodyMs ?? BODY_TIMEOUT_MS,
    maxResponseSize: maxResponseBytes ?? MAX_RESPONSE_BYTES,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}
