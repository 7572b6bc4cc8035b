import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPResponseAck, type Logger, type Receiver } from '@slack/bolt';
import type { Log } from '../../flow/ports/log.ts';
import { errorFacts } from '../client/bolt-logger.ts';
import { type BodyProblem, readBody } from './read-body.ts';
import { readEvent, type SlackEvent } from './read-event.ts';
import { createIsSigned, type IsSigned } from './signature.ts';

/** An interaction brings the whole view, and Slack's form coding makes three bytes of many: 250 KB become 750. */
const MAX_BODY_BYTES = 1024 * 1024;
const BODY_TIMEOUT_MS = 5_000;

const STATUS = { too_large: 413, too_slow: 408, broken_off: 400 } as const satisfies Record<BodyProblem, number>;

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface SlackReceiver {
  readonly receiver: Receiver;
  /** For `POST /slack/events` of our own server. Always answers; never throws. */
  readonly requestListener: RequestListener;
}

interface Options {
  readonly signingSecret: string;
  readonly log: Log;
  readonly logger: Logger;
  readonly bodyTimeoutMs?: number;
}

/**
 * Takes requests for Bolt. Bolt's own HTTP receiver waits for bodies without end, takes any time in the future, and falls
 * over JSON that is no object; behind a guard against that it would read and parse everything twice.
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

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const taken = await takeEvent(request, limits, isSigned);
    if (typeof taken === 'number') return refuse(response, taken, log);
    if (taken['ssl_check'] === '1') return answer(response, 200);
    if (taken['type'] === 'url_verification') return HTTPModuleFunctions.buildUrlVerificationResponse(response, taken);
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      // Bolt's clock runs on when a listener broke and was answered for.
      unhandledRequestHandler() {
        if (response.headersSent) return;
        log.error({}, 'slack request was not acknowledged in time');
        answer(response, 503);
      },
      httpRequest: request,
      httpRequestBody: taken,
      httpResponse: response,
    });
    await app?.processEvent({ body: taken, ack: ack.bind() }).catch(() => {
      // What broke is in the log already; Slack has to hear of it at once.
      if (!response.headersSent) answer(response, 500);
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
      take(request, response).catch((error: unknown) => {
        log.error(errorFacts(error), 'slack request failed');
        if (!response.headersSent) answer(response, 500);
      });
    },
  };
}

/** Gives what Slack sent, or the status to refuse it with. */
async function takeEvent(
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
  answer(response, status);
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
