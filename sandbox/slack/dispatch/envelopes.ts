import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { parseJson } from '../../web/json.ts';
import { type BotAnswer, MAX_ACK_MS } from './dispatcher.ts';

/** What Slack says over a socket, and what the bot acknowledges it with. */
export interface Envelopes {
  send(type: string, payload: unknown, acceptsResponse: boolean): Promise<BotAnswer>;
  acknowledged(text: string): void;
}

const Ack = z.looseObject({ envelope_id: z.string(), payload: z.unknown().optional() });

/** @param choose the socket that the next envelope goes through; undefined when the bot has none open. */
export function createEnvelopes(choose: () => WebSocket | undefined): Envelopes {
  const waiting = new Map<string, (answer: BotAnswer) => void>();
  return {
    async send(type, payload, acceptsResponse) {
      const socket = choose();
      if (socket === undefined) return { kind: 'unreachable' };
      const envelopeId = randomUUID();
      const { promise, resolve } = Promise.withResolvers<BotAnswer>();
      const timer = setTimeout(() => resolve({ kind: 'timeout' }), MAX_ACK_MS);
      const lost = () => resolve({ kind: 'unreachable' });
      waiting.set(envelopeId, resolve);
      socket.once('close', lost);
      socket.send(
        JSON.stringify({ envelope_id: envelopeId, type, payload, accepts_response_payload: acceptsResponse }),
      );
      const answer = await promise;
      clearTimeout(timer);
      waiting.delete(envelopeId);
      socket.off('close', lost);
      return answer;
    },
    acknowledged(text) {
      const ack = Ack.safeParse(parseJson(text));
      if (ack.success) waiting.get(ack.data.envelope_id)?.(answerOf(ack.data.payload));
    },
  };
}

/** An acknowledgement as an HTTP answer would say it: Slack's clients send an empty object for "nothing to say". */
function answerOf(payload: unknown): BotAnswer {
  const isEmpty = payload === undefined || payload === null || JSON.stringify(payload) === '{}';
  return { kind: 'answered', status: 200, type: 'application/json', body: isEmpty ? '' : JSON.stringify(payload) };
}
