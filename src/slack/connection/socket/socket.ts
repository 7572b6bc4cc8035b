import { type Logger, SocketModeReceiver } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';
import { withTimeout } from '../../../flow/timing/with-timeout.ts';
import { limitedFetch } from '../../client/limited-fetch.ts';
import { type Envelope, readFrame } from './frame.ts';

/** One Socket Mode connection. It does not reconnect by itself. */
export interface Socket {
  /** Resolves when Slack has said hello. Rejects with Slack's refusal, or with why no hello came; then it is closed. */
  open(): Promise<void>;
  /** @returns whether it was written; false where the socket is closed or closing. */
  send(text: string): boolean;
  /** Closes it, even while it is being opened. Resolves when it is closed. Never rejects. */
  close(): Promise<void>;
}

/** What happens on a socket, in order. */
export interface SocketEvents {
  /** @param connections how many Slack counts for the app; undefined where it does not say. */
  hello(connections: number | undefined): void;
  envelope(envelope: Envelope): void;
  /** Slack will close it soon, and says why. */
  goodbye(reason: string): void;
  /** It is closed, by either side. May be called twice. */
  closed(): void;
  /** A message came that cannot be handled; it was ignored. */
  unreadable(why: string): void;
}

export interface SocketOptions {
  readonly appToken: string;
  /** Slack's Web API, which gives the socket's address. */
  readonly apiUrl: string;
  readonly logger: Logger;
}

const OPEN_TIMEOUT_MS = 10_000;
/** Slack responds to the close frame and leaves TCP open: waiting for its end would take five seconds. */
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Makes a socket with Slack's own client. Two of the client's features are switched off: its reconnect, which waits five
 * seconds without a socket and may reject where it cannot be caught, and its reading of messages, which throws there for
 * one that is not an object and closes the socket at a `disconnect` while acknowledgements are under way.
 */
export function createSocket({ appToken, apiUrl, logger }: SocketOptions, events: SocketEvents): Socket {
  const closing = new AbortController();
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  const fetchUntilClosed: FetchFunction = (input, init) =>
    limitedFetch(input, { ...init, signal: AbortSignal.any([closing.signal, ...(init?.signal ? [init.signal] : [])]) });
  const { client } = new SocketModeReceiver({
    appToken,
    logger: quietAfter(closing.signal, logger),
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        fetch: fetchUntilClosed,
        timeout: OPEN_TIMEOUT_MS,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  });
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown) => {
    const frame = readFrame(data);
    if (frame.kind === 'envelope') return events.envelope(frame.envelope);
    if (frame.kind === 'unreadable') return events.unreadable(frame.why);
    if (frame.kind === 'hello') {
      events.hello(frame.connections);
      return ready.resolve();
    }
    // Has no effect after the hello.
    ready.reject(noSocket(frame.reason));
    events.goodbye(frame.reason);
  });
  // The client may be about to open the socket when it is closed, and would still open it.
  client.on('connecting', () => {
    if (closing.signal.aborted) queueMicrotask(() => void client.disconnect());
  });
  client.on('disconnected', () => {
    ready.reject(noSocket('closed'));
    events.closed();
  });

  let closed: Promise<void> | undefined;
  async function closeOnce(): Promise<void> {
    closing.abort();
    const ended = await withTimeout(CLOSE_TIMEOUT_MS, client.disconnect());
    // Called a second time, the client does not wait for the other side.
    if (ended.kind === 'timed_out') void client.disconnect();
  }

  function close(): Promise<void> {
    closed ??= closeOnce();
    return closed;
  }

  return {
    async open() {
      client.start().catch(ready.reject);
      try {
        const opened = await withTimeout(OPEN_TIMEOUT_MS, ready.promise);
        if (opened.kind === 'timed_out') throw noSocket('no_hello');
      } catch (error) {
        await close();
        throw error;
      }
    },
    send(text) {
      let isSent = false;
      if (client.websocket?.isActive()) client.websocket.send(text, (error) => (isSent = error === undefined));
      return isSent;
    },
    close,
  };
}

function noSocket(code: string): Error {
  return Object.assign(new Error(`Slack gave no socket (${code})`), { code });
}

/** The client also warns of a silent peer after the socket was closed. */
function quietAfter(signal: AbortSignal, logger: Logger): Logger {
  const unless =
    (say: Logger['warn']): Logger['warn'] =>
    (...words) => {
      if (!signal.aborted) say(...words);
    };
  return { ...logger, warn: unless(logger.warn), error: unless(logger.error) };
}
