import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPResponseAck, type Logger, type Receiver } from '@slack/bolt';
import type { Log } from '../../../flow/ports/log.ts';
import { errorFacts } from '../../client/bolt-logger.ts';
import { type BodyProblem, readBody } from './read-body.ts';
import { readEvent, type SlackEvent } from './read-event.ts';
import { createIsSigned, type IsSigned } from './signature.ts';

/** An interaction contains the whole view, up to 250 KB, and form encoding makes three bytes of most special characters. */
const MAX_BODY_BYTES = 1024 * 1024;
const BODY_TIMEOUT_MS = 5_000;

const STATUS = { too_large: 413, too_slow: 408, broken_off: 400 } as const satisfies Record<BodyProblem, number>;

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface SlackReceiver {
  readonly receiver: Receiver;
  /** For `POST /slack/events` of our own server. Always responds; never throws. */
  readonly requestListener: RequestListener;
}

interface Options {
  readonly signingSecret: string;
  readonly log: Log;
  readonly logger: Logger;
  readonly bodyTimeoutMs?: number;
}

/**
 * Takes requests for Bolt. Bolt's own HTTP receiver waits for bodies without end, accepts signatures from the future, and
 * crashes on JSON that is not an object; with a check before it, everything would be read and parsed twice.
 */
export function createReceiver({
  signingSecret,
  log,
  logger,
  bodyTimeoutMs = BODY_TIMEOUT_MS,
}: Options): SlackReceiver {
  const isSigned = createIsSigned(signingSecret);
  const limits = { limitBytes: MAX_BODY_BYTES, timeoutMs: bodyTimeoutMs };
  let app: App | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = await readRequest(request, limits, isSigned);
    if (typeof event === 'number') return refuse(response, event, log);
    if (event['ssl_check'] === '1') return respond(response, 200);
    if (event['type'] === 'url_verification') return HTTPModuleFunctions.buildUrlVerificationResponse(response, event);
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      // Bolt's clock runs on when a listener broke and was answered for.
      unhandledRequestHandler() {
        if (response.headersSent) return;
        log.error({}, 'slack request was not acknowledged in time');
        respond(response, 503);
      },
      httpRequest: request,
      httpRequestBody: event,
      httpResponse: response,
    });
    await app?.processEvent({ body: event, ack: ack.bind() }).catch(() => {
      // The error is in the log already. Slack gets a response at once.
      if (!response.headersSent) respond(response, 500);
    });
  }

  return {
    // Our own server listens and closes.
    receiver: {
      init(bolt) {
        app = bolt;
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    requestListener(request, response) {
      handle(request, response).catch((error: unknown) => {
        log.error(errorFacts(error), 'slack request failed');
        if (!response.headersSent) respond(response, 500);
      });
    },
  };
}

/** The event that Slack sent, or the status code to refuse the request with. */
async function readRequest(
  request: IncomingMessage,
  limits: { readonly limitBytes: number; readonly timeoutMs: number },
  isSigned: IsSigned,
): Promise<SlackEvent | number> {
  const body = await readBody(request, limits);
  if (!body.ok) return STATUS[body.failure];
  const event = readEvent(body.value.toString(), request.headers['content-type']);
  if (event === undefined) return 400;
  return event['ssl_check'] === '1' || isSigned(request.headers, body.value) ? event : 401;
}

function refuse(response: ServerResponse, status: number, log: Log): void {
  log.warn({ status }, 'slack request refused');
  if (status !== 401 && status !== 400) response.setHeader('connection', 'close');
  respond(response, status);
}

function respond(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
