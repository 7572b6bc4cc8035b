import { type Dispatcher, request as post } from 'undici';
import type { SendOutcome } from '../core/send/outcome.ts';
import type { Log } from '../flow/ports/log.ts';
import type { Provider, ProviderRequest } from '../flow/ports/provider.ts';
import type { CallbackOptions } from './request/callback-address.ts';
import { createEncoding } from './request/encoding.ts';
import { encodeForm } from './request/form-body.ts';
import { recipientDigits } from './request/request.ts';
import { type KaleyraResponse, readResponse } from './response/outcome.ts';
import { type AgentOptions, createAgent } from './wire/agent.ts';
import { errorCodeOf, isCertificateProblem, lostUnderway, neverSent } from './wire/connection-failure.ts';
import { createScrub } from './wire/scrub.ts';
import { proveTracker, trackWire, type WireTracker } from './wire/wire-tracker.ts';

/** Added to the wait for an answer: connecting, writing and reading the body have time-outs of their own within it. */
const DEADLINE_MARGIN_MS = 10_000;
const SID = /^[A-Za-z0-9]+$/;

export interface KaleyraOptions {
  /** `https://api.in.kaleyra.io`, or `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly sid: string;
  readonly apiKey: string;
  /** Longest wait for the head of an answer. */
  readonly timeoutMs: number;
  /** Undefined asks for no delivery reports. */
  readonly callback: CallbackOptions | undefined;
  readonly log: Log;
  /** Other waits than the usual ones, in milliseconds; `deadlineMs` is for the request as a whole. */
  readonly waits?: Pick<AgentOptions, 'connectMs' | 'bodyMs'> & { readonly deadlineMs?: number };
  /** How names are looked up; the system's way when left out. */
  readonly lookup?: AgentOptions['lookup'];
  /** How it is known what left; undici's own account when left out. */
  readonly tracker?: WireTracker;
}

/**
 * Kaleyra's `POST /v1/<SID>/messages` as a provider. `send` never rejects, and says `never_sent` only on proof: undici's
 * own account of what it wrote, checked against a loopback socket before the first send.
 */
export function createKaleyra(options: KaleyraOptions): Provider & { close(): Promise<void> } {
  const { origin, sid, apiKey, timeoutMs, callback, log } = options;
  if (!SID.test(sid)) throw new Error('The account SID has something else in it than letters and digits.');
  const url = new URL(`/v1/${sid}/messages`, origin);
  const scrub = createScrub([apiKey, sid, callback?.url ?? '']);
  const agent = createAgent({ headersMs: timeoutMs, ...options.waits, lookup: options.lookup });
  const deadlineMs = options.waits?.deadlineMs ?? timeoutMs + DEADLINE_MARGIN_MS;
  let isClosed = false;
  const tracker = options.tracker ?? trackWire();
  let canProve: Promise<boolean> = proveTracker(tracker).then((proved) => {
    if (!proved) log.error({}, 'cannot prove what left: every broken connection counts as unknown');
    return proved;
  });

  async function mayHaveLeft(body: Buffer): Promise<boolean> {
    return tracker.wasSent(body) || !(await canProve);
  }

  /** An answer to a request that was never seen leaving: the tracker sees nothing any more, and its silence proves nothing. */
  function distrustSilence(body: Buffer): void {
    if (tracker.wasSent(body)) return;
    canProve = Promise.resolve(false);
    log.error({}, 'a request left unseen: every broken connection counts as unknown');
  }

  async function send(request: ProviderRequest): Promise<SendOutcome> {
    await canProve;
    const { body, contentType } = encodeForm(request.fields);
    if (isClosed) return neverSent('CLOSED');
    const headers = { 'api-key': apiKey, 'content-type': contentType, 'content-length': String(body.byteLength) };
    try {
      const signal = AbortSignal.timeout(deadlineMs);
      const response = await post(url, { dispatcher: agent, method: 'POST', headers, body, signal });
      distrustSilence(body);
      const answer = await readWhole(response);
      if (answer.status >= 300 && answer.status < 400) log.error({ status: answer.status }, 'Kaleyra redirects');
      return readResponse(answer, recipientDigits(request), scrub, new Date());
    } catch (error) {
      const code = errorCodeOf(error);
      if (isCertificateProblem(code)) log.error({ code }, 'Kaleyra could not prove who it is');
      return (await mayHaveLeft(body)) ? lostUnderway(code) : neverSent(code);
    }
  }

  return {
    ...createEncoding(callback),
    send,
    close: async () => {
      isClosed = true;
      await canProve;
      // Destroying the agent instead would cut requests that Kaleyra already has.
      await agent.close();
      tracker.stop();
    },
  };
}

/** A byte order mark is kept, so that it makes the text unreadable instead of being guessed away. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

async function readWhole({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<KaleyraResponse> {
  const retryAfter = [headers['retry-after']].flat()[0];
  try {
    const text = UTF8.decode(await body.arrayBuffer());
    return { status: statusCode, body: text, brokenBy: undefined, retryAfter };
  } catch (error) {
    return { status: statusCode, body: undefined, brokenBy: errorCodeOf(error), retryAfter };
  }
}
