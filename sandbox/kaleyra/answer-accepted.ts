import type { ServerResponse } from 'node:http';
import type { AnswerFault } from '../faults/fault-catalogue.ts';
import type { Timers } from '../timers.ts';
import { type AcceptedMessage, messageIdAt } from './accepted-message.ts';
import type { OpenExchange } from './exchanges.ts';

const NOT_WHITELISTED = { msg: 'Callback not initiated as the URL is not Whitelisted.' };
const LATE_MS = 20_000;

/** Kaleyra's documented success: the time with a blank in it, and an `error` that is empty or only a warning. */
export function successBody(message: AcceptedMessage, isCallbackRefused: boolean, named: number): string {
  return JSON.stringify({
    id: message.id,
    type: message.type,
    body: null,
    createdDateTime: `${new Date().toISOString().slice(0, 19).replace('T', ' ')}+00:00`,
    totalCount: message.recipients.length,
    data: message.recipients
      .slice(0, named)
      .map((recipient, index) => ({ message_id: messageIdAt(message, index), recipient })),
    error: isCallbackRefused ? NOT_WHITELISTED : {},
  });
}

interface Answering {
  readonly exchange: OpenExchange;
  readonly response: ServerResponse;
  readonly timers: Timers;
  readonly body: string;
}

/** How each fault keeps the bot from learning that its message went out. */
const ANSWERS: Readonly<Record<AnswerFault, (answering: Answering) => void>> = {
  break_after_sending: ({ response }) => response.destroy(),
  error_500_after_sending: ({ exchange, response }) =>
    exchange.answer(response, 500, '{"message":"Server Error, unable to process your request"}'),
  unavailable_503_after_sending: ({ exchange, response }) =>
    exchange.answer(response, 503, 'Service Unavailable', 'text/plain'),
  hang_after_sending: () => undefined,
  late_answer: ({ exchange, response, timers, body }) => {
    timers.after(LATE_MS, () => exchange.answer(response, 200, body));
  },
  html_answer: ({ exchange, response }) =>
    exchange.answer(response, 200, '<html><body><h1>Bad gateway</h1></body></html>', 'text/html'),
  cut_answer: ({ response, body }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  },
  empty_answer: ({ exchange, response }) => exchange.answer(response, 200, ''),
  partial_data: ({ exchange, response, body }) => exchange.answer(response, 200, body),
};

export const ANSWER_FAULTS = Object.keys(ANSWERS) as AnswerFault[];

export function answerAccepted(fault: AnswerFault | undefined, answering: Answering): void {
  if (fault === undefined) answering.exchange.answer(answering.response, 200, answering.body);
  else ANSWERS[fault](answering);
}
