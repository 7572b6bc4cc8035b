import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Logger } from '@slack/bolt';
import type { Log } from '../flow/ports.ts';
import { errorFacts } from './bolt-logger.ts';
import { EVENTS_PATH } from './ids.ts';
import { type BodyProblem, readBody } from './read-body.ts';
import { FORM, isSlackShaped, mediaTypeOf } from './request-shape.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
const BODY_TIMEOUT_MS = 5_000;
/** Bolt refuses what is older than this, and takes any time in the future. */
const CLOCK_SKEW_S = 5 * 60;

const STATUS = { too_large: 413, too_slow: 408, broken_off: 400 } as const satisfies Record<BodyProblem, number>;

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface GuardedReceiver {
  readonly receiver: HTTPReceiver;
  /** For `POST /slack/events` of our own server. Always answers; never throws. */
  readonly requestListener: RequestListener;
}

/** Bolt's HTTP receiver behind a guard that answers what Bolt would wait on, trust or fall over. */
export function createReceiver(options: {
  readonly signingSecret: string;
  readonly log: Log;
  readonly logger: Logger;
  readonly bodyTimeoutMs?: number;
}): GuardedReceiver {
  const { log } = options;
  if (options.signingSecret.trim() === '')
    throw new Error('Slack’s signing secret is empty: requests cannot be verified.');
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: EVENTS_PATH,
    logger: options.logger,
    bodyLimit: BODY_LIMIT_BYTES,
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) answer(response, 500);
      return false;
    },
    unhandledRequestHandler: ({ response }) => {
      log.error({}, 'slack request was not acknowledged in time');
      if (!response.headersSent) answer(response, 503);
    },
  });
  const limits = { limitBytes: BODY_LIMIT_BYTES, timeoutMs: options.bodyTimeoutMs ?? BODY_TIMEOUT_MS };
  const requestListener: RequestListener = (request, response) => {
    guard(request, limits)
      .then((status) => {
        if (status === undefined) receiver.requestListener(request, response);
        else refuse(response, status, log);
      })
      .catch((error: unknown) => {
        log.error(errorFacts(error), 'slack request failed');
        if (!response.headersSent) answer(response, 500);
      });
  };
  return { receiver, requestListener };
}

/** Gives the status to refuse with, or undefined for a request that Bolt may verify and take. */
async function guard(
  request: IncomingMessage,
  limits: { readonly limitBytes: number; readonly timeoutMs: number },
): Promise<number | undefined> {
  const body = await readBody(request, limits);
  if (!body.ok) return STATUS[body.failure];
  if (Number(request.headers['x-slack-request-timestamp']) > Date.now() / 1000 + CLOCK_SKEW_S) return 401;
  const mediaType = mediaTypeOf(request.headers['content-type']);
  if (!isSlackShaped(body.value.toString(), mediaType)) return 400;
  if (mediaType === FORM) request.headers['content-type'] = FORM;
  Object.assign(request, { rawBody: body.value });
  return undefined;
}

function refuse(response: ServerResponse, status: number, log: Log): void {
  log.warn({ status }, 'slack request refused');
  if (status !== 401 && status !== 400) response.setHeader('connection', 'close');
  answer(response, status);
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
