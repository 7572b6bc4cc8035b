import { randomUUID } from 'node:crypto';
import type { Feed } from '../feed.ts';
import type { CallbackExchange } from '../protocol.ts';
import { type AcceptedMessage, messageIdAt } from './accepted-message.ts';
import type { DeliveryFailure } from './check-delivery.ts';

export interface Report {
  readonly message: AcceptedMessage;
  readonly recipientIndex: number;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  readonly failure: DeliveryFailure | undefined;
}

/** A plain callback URL gets its fields by GET; a callback profile can post them as JSON. */
type ReportMethod = 'GET' | 'POST';

export interface Reports {
  /** Makes one request to the message's callback URL, once: Kaleyra documents no retries. Resolves when it is over. */
  send(report: Report, method?: ReportMethod): Promise<void>;
  /** Makes one request to the bot with what a phone wrote. @returns what the bot answered; 0 for nothing */
  tell(url: URL, posted: object | undefined): Promise<number>;
  list(): readonly CallbackExchange[];
}

const MAX_KEPT = 500;
const MAX_WAIT_MS = 10_000;

export function createReports(feed: Feed): Reports {
  let exchanges: readonly CallbackExchange[] = [];

  function save(exchange: CallbackExchange): void {
    exchanges = [...exchanges.filter(({ id }) => id !== exchange.id), exchange].slice(-MAX_KEPT);
    feed.publish({ type: 'callback', callback: exchange });
  }

  return {
    async send(report, method = 'GET') {
      const callback = URL.parse(report.message.callbackUrl ?? '');
      if (callback === null) return;
      const fields = fieldsOf(report);
      if (method === 'GET')
        for (const [name, value] of Object.entries(fields)) callback.searchParams.append(name, value);
      const exchange = {
        id: randomUUID(),
        at: new Date().toISOString(),
        method,
        url: callback.href,
        status: undefined,
      };
      save(exchange);
      save({ ...exchange, status: await statusOf(callback, method === 'POST' ? fields : undefined) });
    },
    async tell(url, posted) {
      const exchange: CallbackExchange = {
        id: randomUUID(),
        at: new Date().toISOString(),
        method: posted === undefined ? 'GET' : 'POST',
        url: url.href,
        ...(posted !== undefined && { posted: { body: JSON.stringify(posted) } }),
        status: undefined,
      };
      save(exchange);
      const status = await statusOf(url, posted);
      save({ ...exchange, status });
      return status;
    },
    list: () => exchanges,
  };
}

/** 0 stands for a bot that did not answer. */
async function statusOf(url: URL, fields: object | undefined): Promise<number> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) };
  try {
    const signal = AbortSignal.timeout(MAX_WAIT_MS);
    const response = await fetch(url, { ...(fields && post), signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/** The fields of Kaleyra's outgoing callback profile. */
function fieldsOf({ message, recipientIndex, status, failure }: Report): Readonly<Record<string, string>> {
  return {
    id: messageIdAt(message, recipientIndex),
    status,
    timestamp: String(Math.floor(Date.now() / 1000)),
    mobile: message.recipients[recipientIndex] ?? '',
    phone_number: message.from,
    ...(failure && { error: failure.text, error_code: failure.code }),
    ...message.references,
  };
}
