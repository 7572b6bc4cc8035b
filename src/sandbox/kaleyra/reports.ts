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

export interface Reports {
  /** Makes one GET to the message's callback URL, once: Kaleyra documents no retries. Resolves when it is over. */
  send(report: Report): Promise<void>;
  list(): readonly CallbackExchange[];
}

const KEPT = 500;
const PATIENCE_MS = 10_000;

export function createReports(feed: Feed): Reports {
  let exchanges: readonly CallbackExchange[] = [];

  function record(exchange: CallbackExchange): void {
    exchanges = [...exchanges.filter(({ id }) => id !== exchange.id), exchange].slice(-KEPT);
    feed.publish({ type: 'callback', callback: exchange });
  }

  return {
    async send(report) {
      const url = reportUrl(report);
      if (url === undefined) return;
      const exchange = { id: randomUUID(), at: new Date().toISOString(), method: 'GET', url, status: undefined };
      record(exchange);
      record({ ...exchange, status: await statusOf(url) });
    },
    list: () => exchanges,
  };
}

/** 0 stands for a bot that did not answer. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/** The callback URL with its own query kept and the fields of Kaleyra's outgoing callback profile added. */
function reportUrl({ message, recipientIndex, status, failure }: Report): string | undefined {
  const url = message.callbackUrl === undefined ? null : URL.parse(message.callbackUrl);
  if (url === null) return undefined;
  const fields = {
    id: messageIdAt(message, recipientIndex),
    status,
    timestamp: String(Math.floor(Date.now() / 1000)),
    mobile: message.recipients[recipientIndex] ?? '',
    phone_number: message.from,
    ...(failure && { error: failure.text, error_code: failure.code }),
    ...message.references,
  };
  for (const [name, value] of Object.entries(fields)) url.searchParams.append(name, value);
  return url.href;
}
