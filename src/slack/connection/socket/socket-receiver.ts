import type { App, Logger, Receiver } from '@slack/bolt';
import type { Log } from '../../../flow/ports/log.ts';
import { bannerView } from '../../blocks/banner.ts';
import { errorFacts } from '../../client/bolt-logger.ts';
import { dispatch } from '../dispatch.ts';
import type { UnknownPayload } from '../read-payload.ts';
import type { Envelope } from './frame.ts';
import { createSocket } from './socket.ts';
import { createSocketPool, type SocketPool } from './socket-pool.ts';

export interface SocketReceiver {
  readonly receiver: Receiver;
  readonly sockets: SocketPool;
}

interface Options {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly logger: Logger;
}

const NOT_READ =
  'Slack sent this in a form that the app cannot read, so nothing was sent. Try again in a moment, and tell your admin if it stays.';

/** Gives Bolt what Slack sends over its sockets. */
export function createSocketReceiver({ log, ...socket }: Options): SocketReceiver {
  let app: App | undefined;

  /** An event whose listener fails is not acknowledged: Slack then tells the person that it did not work. */
  function handle(envelope: Envelope, send: (text: string) => void): Promise<void> {
    const acked = Promise.withResolvers<void>();
    let isAcked = false;
    const { payload: body, retryNum, retryReason } = envelope;
    const ack = async (response?: unknown) => {
      if (isAcked) return;
      isAcked = true;
      try {
        send(JSON.stringify({ envelope_id: envelope.id, payload: payloadOf(response) }));
      } finally {
        acked.resolve();
      }
    };
    const dispatched = app === undefined ? undefined : dispatch(app, { body, ack, ...retryOf(retryNum, retryReason) });
    Promise.resolve(dispatched)
      .then(async (unknown) => {
        if (unknown === undefined) return;
        log.warn(unknown, 'slack payload not known');
        await ack(refusalOf(unknown));
      })
      .catch((error: unknown) => log.error(errorFacts(error), 'slack event failed'))
      .finally(acked.resolve);
    return acked.promise;
  }

  return {
    receiver: {
      init(bolt) {
        app = bolt;
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    sockets: createSocketPool({ createSocket: (events) => createSocket(socket, events), handle, log }),
  };
}

/** A socket has no status to refuse with, and an empty ack would close a form as if it had been sent. */
function refusalOf({ kind, name }: UnknownPayload): object | string | undefined {
  if (kind !== 'malformed') return undefined;
  if (name === 'command') return NOT_READ;
  return name === 'view_submission' ? { response_action: 'push', view: bannerView('Not sent', NOT_READ) } : undefined;
}

/** A string is a message's text, and no response an empty object, as in Slack's own clients. */
function payloadOf(response: unknown): unknown {
  return typeof response === 'string' ? { text: response } : (response ?? {});
}

function retryOf(retryNum: number | undefined, retryReason: string | undefined) {
  return { ...(retryNum === undefined ? {} : { retryNum }), ...(retryReason === undefined ? {} : { retryReason }) };
}
