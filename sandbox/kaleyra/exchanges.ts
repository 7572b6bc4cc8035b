import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Feed } from '../feed.ts';
import type { KaleyraExchange } from '../protocol.ts';
import type { Field } from '../web/fields.ts';

/** What Kaleyra was asked and what it answered, the newest last. */
export interface Exchanges {
  open(request: IncomingMessage, fields: readonly Field[]): OpenExchange;
  list(): readonly KaleyraExchange[];
}

export interface OpenExchange {
  /** Answers, and keeps the answer. */
  answer(response: ServerResponse, status: number, body: string, type?: string): void;
  /** Notes the fault that was switched on for this request. */
  noteFault(fault: string): void;
}

const MAX_KEPT = 500;
const SECRET = ['api-key', 'authorization'];

export function createExchanges(feed: Feed): Exchanges {
  let exchanges: readonly KaleyraExchange[] = [];

  function save(exchange: KaleyraExchange): void {
    exchanges = [...exchanges.filter(({ id }) => id !== exchange.id), exchange].slice(-MAX_KEPT);
    feed.publish({ type: 'exchange', exchange });
  }

  return {
    open(request, fields) {
      let exchange: KaleyraExchange = {
        id: randomUUID(),
        at: new Date().toISOString(),
        method: request.method ?? '',
        path: request.url ?? '',
        headers: withoutKey(request.headers),
        fields: fields.filter(({ name }) => !SECRET.includes(name)),
        answer: undefined,
        fault: undefined,
      };
      save(exchange);
      return {
        answer(response, status, body, type = 'application/json') {
          exchange = { ...exchange, answer: { status, body } };
          save(exchange);
          response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
          response.end(body);
        },
        noteFault(fault) {
          exchange = { ...exchange, fault };
          save(exchange);
        },
      };
    },
    list: () => exchanges,
  };
}

function withoutKey(headers: IncomingMessage['headers']): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !SECRET.includes(name));
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value)]));
}
