import { type Dispatcher, request as post } from 'undici';
import type { SendOutcome } from '../core/send/delivery/outcome.ts';
import type { Log } from '../flow/ports/log.ts';
import type { Provider, ProviderRequest } from '../flow/ports/provider.ts';
import { type KaleyraAccount, messagesUrl } from './account.ts';
import type { CallbackOptions } from './callback/address.ts';
import { createRedact } from './redact.ts';
import { createEncoding } from './request/encoding.ts';
import { encodeForm } from './request/form-body.ts';
import { recipientDigits } from './request/request.ts';
import { type KaleyraResponse, readResponse } from './response/response.ts';
import { type AgentOptions, createAgent } from './wire/agent.ts';
import { errorCodeOf, isCertificateProblem, lostUnderway, neverSent } from './wire/connection-failure.ts';
import { withinLimits } from './wire/request-limits.ts';
import { proveTracker, trackWire, type WireTracker } from './wire/wire-tracker.ts';

/** Added to the wait for a response: connecting, writing and reading the body have time-outs of their own within it. */
const DEADLINE_MARGIN_MS = 10_000;

export interface KaleyraOptions extends KaleyraAccount {
  /** The most requests that are made at once. */
  readonly maxInFlight: number;
  /** Undefined asks for no delivery reports. */
  readonly callback: CallbackOptions | undefined;
  readonly log: Log;
  /** Other time-outs than the usual ones; `deadlineMs` is for the request as a whole. */
  readonly waits?: Pick<AgentOptions, 'connectMs' | 'bodyMs'> & { readonly deadlineMs?: number };
  /** How host names are looked up; as the system does when left out. */
  readonly lookup?: AgentOptions['lookup'];
  /** Knows which requests left; by what undici reports when left out. */
  readonly tracker?: WireTracker;
}

/**
 * Kaleyra's `POST /v1/<SID>/messages` as a provider. `send` never rejects, and says `never_sent` only on proof: what undici
 * reports of its writes, tested against a loopback socket before the first send.
 */
export function createKaleyra(options: KaleyraOptions): Provider & { close(): Promise<void> } {
  const { sid, apiKey, timeoutMs, maxInFlight, callback, log } = options;
  const url = messagesUrl(options);
  const redact = createRedact([apiKey, sid, callback?.url ?? '', ...(callback?.secrets ?? [])]);
  const agent = createAgent({
    headersMs: timeoutMs,
    maxConnections: maxInFlight,
    ...options.waits,
    lookup: options.lookup,
  });
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

  /** After a response to a request that was not seen leaving: the tracker no longer works, so its silence proves nothing. */
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
      const whole = await withinLimits(deadlineMs, async (limits) => {
        const response = await post(url, { dispatcher: agent, method: 'POST', headers, body, ...limits });
        distrustSilence(body);
        return readWhole(response);
      });
      if (whole.status >= 300 && whole.status < 400) log.error({ status: whole.status }, 'Kaleyra redirects');
      return readResponse(whole, recipientDigits(request), redact, new Date());
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

/** Keeps a byte order mark, with which the text is no JSON: it is not guessed away. */
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
