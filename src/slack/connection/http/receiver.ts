import { parse } from 'node:querystring';
import { type App, type Receiver, ReceiverMultipleAckError } from '@slack/bolt';
import type { HttpHeaders, HttpRequest, HttpResponse, Route } from '../../../flow/ports/http.ts';
import type { Log } from '../../../flow/ports/log.ts';
import { EVENTS_PATH } from '../../ids.ts';
import { ACK_DEADLINE_MS } from '../../limits.ts';
import { dispatch } from '../dispatch.ts';
import type { SlackEvent, UnknownPayload } from '../read-payload.ts';
import { isForm, readEvent } from './read-event.ts';
import { createIsSigned, hasFreshSignature } from './signature.ts';

/** An interaction contains the whole view, up to 250 KB, and form encoding makes three bytes of most special characters. */
const MAX_BODY_BYTES = 1024 * 1024;
/** The largest body that is looked at without a signature. */
const MAX_SSL_CHECK_BYTES = 1024;

const EMPTY: HttpResponse = { status: 200 };

export interface SlackReceiver {
  readonly receiver: Receiver;
  readonly route: Route;
}

interface Options {
  readonly signingSecret: string;
  readonly log: Log;
  readonly ackTimeoutMs?: number;
}

/**
 * Takes requests for Bolt. Bolt's own HTTP receiver waits for bodies without end, takes any time in the future, and falls
 * over JSON that is no object; behind a guard against that it would read and parse everything twice.
 *
 * A stranger's request costs as little as can be: its headers are judged before its body is read, and its signature
 * before anything in the body is parsed.
 */
export function createReceiver({ signingSecret, log, ackTimeoutMs = ACK_DEADLINE_MS }: Options): SlackReceiver {
  const isSigned = createIsSigned(signingSecret);
  let app: App | undefined;

  function refuse(status: number): number {
    log.warn({ status }, 'slack request refused');
    return status;
  }

  async function handle({ headers, body }: HttpRequest): Promise<HttpResponse> {
    if (isSslCheck(headers, body)) return EMPTY;
    if (!isSigned(headers, body)) return { status: refuse(401) };
    const event = readEvent(body.toString(), contentTypeOf(headers));
    if (event === undefined) return { status: refuse(400) };
    const { challenge, type } = event;
    if (type === 'url_verification')
      return typeof challenge === 'string' ? json({ challenge }) : { status: refuse(400) };
    return app === undefined ? { status: 503 } : acknowledgement(app, event, log, ackTimeoutMs);
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
    route: {
      methods: ['POST'],
      path: EVENTS_PATH,
      maxBodyBytes: MAX_BODY_BYTES,
      refuse: ({ headers }) => (hasFreshSignature(headers) || maySslCheck(headers) ? undefined : refuse(401)),
      handle,
    },
  };
}

/** Slack looks whether the address answers, without a signature: `ssl_check=1` in a small form, and nothing else counts. */
function maySslCheck(headers: HttpHeaders): boolean {
  return isForm(contentTypeOf(headers)) && Number(headers['content-length']) < MAX_SSL_CHECK_BYTES;
}

function isSslCheck(headers: HttpHeaders, body: Buffer): boolean {
  return maySslCheck(headers) && parse(body.toString())['ssl_check'] === '1';
}

function contentTypeOf(headers: HttpHeaders): string | undefined {
  return [headers['content-type']].flat()[0];
}

/** Hands an event to Bolt. @returns what a listener acks with; 500 at once when one breaks, 503 when none acks in time. */
function acknowledgement(app: App, body: SlackEvent, log: Log, timeoutMs: number): Promise<HttpResponse> {
  return new Promise((resolve) => {
    let isDone = false;
    const finish = (response: HttpResponse) => {
      isDone = true;
      clearTimeout(timer);
      resolve(response);
    };
    const timer = setTimeout(() => {
      log.error({}, 'slack request was not acknowledged in time');
      finish({ status: 503 });
    }, timeoutMs);
    const ack = async (content?: unknown) => {
      if (isDone) throw new ReceiverMultipleAckError();
      finish(responseOf(content));
    };
    dispatch(app, { body, ack }).then(
      (unknown) => unknown && finish({ status: refuseUnknown(unknown, log) }),
      // What broke is in the log already.
      () => finish({ status: 500 }),
    );
  });
}

/**
 * A person's form stays open after a 400, and they are told that it did not work. An event that Slack does not get a 200 for
 * comes three times more, and many of them turn all events off.
 *
 * @see https://docs.slack.dev/apis/events-api/#retries
 */
function refuseUnknown(unknown: UnknownPayload, log: Log): number {
  const { kind, name } = unknown;
  const status = kind === 'malformed' && name !== 'event_callback' ? 400 : 200;
  log.warn({ status, ...unknown }, 'slack payload not known');
  return status;
}

/** An ack's content: a text is shown to the person, an object says what becomes of the view. */
function responseOf(content: unknown): HttpResponse {
  if (!content) return EMPTY;
  return typeof content === 'string' ? { status: 200, body: content } : json(content);
}

function json(content: unknown): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
}
