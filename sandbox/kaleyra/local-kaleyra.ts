import type { IncomingMessage, ServerResponse } from 'node:http';
import { FAULTS, type FaultId, type RefusalFault } from '../faults/fault-catalogue.ts';
import type { Faults } from '../faults/faults.ts';
import type { Feed } from '../feed.ts';
import type { Phone } from '../protocol.ts';
import { guestName } from '../sheets/guests.ts';
import type { Timers } from '../timers.ts';
import { type Field, fieldOf, readFields } from '../web/fields.ts';
import { type Handler, readBody } from '../web/server.ts';
import type { AcceptedMessage } from './accepted-message.ts';
import { ANSWER_FAULTS, answerAccepted, successBody } from './answer-accepted.ts';
import { createLocalBlocklist, type LocalBlocklist } from './blocklist.ts';
import { type Carrier, createCarrier } from './carry-message.ts';
import { checkRequest, type Refusal, refusal } from './check-request.ts';
import { createExchanges, type Exchanges, type OpenExchange } from './exchanges.ts';
import { createPhoneAnswers, type PhoneAnswers } from './phone-answers.ts';
import { createPhones, type Phones } from './phones.ts';
import { createReports, type Reports } from './reports.ts';
import { answerSenderDetails } from './sender-details.ts';
import type { RegisteredTemplate } from './template-file.ts';
import { answerTemplateStatus } from './template-status.ts';

interface KaleyraAccount {
  readonly sid: string;
  readonly apiKey: string;
  /** WhatsApp Business numbers, digits; with the name that phones show. */
  readonly senders: ReadonlyMap<string, string>;
  readonly templates: readonly RegisteredTemplate[];
}

export interface LocalKaleyra {
  readonly handler: Handler;
  readonly phones: Phones;
  readonly carrier: Carrier;
  readonly exchanges: Exchanges;
  readonly reports: Reports;
  readonly answers: PhoneAnswers;
  readonly blocklist: LocalBlocklist;
}

interface Needs {
  readonly account: KaleyraAccount;
  readonly phones: readonly Phone[];
  readonly faults: Faults<FaultId>;
  readonly feed: Feed;
  readonly timers: Timers;
  /** Milliseconds between the reports of a message; 0.3 to 1.2 s when not given. */
  readonly reportDelayMs?: () => number;
  readonly lateReportMs?: number | undefined;
  /** Where the bot takes replies. */
  readonly incomingUrl: () => string | undefined;
  /** Where this Kaleyra is. */
  readonly origin: () => string;
}

const WRONG_ACCOUNT: Refusal = { status: 401, body: { code: 'RBC001', message: 'Incorrect SID or API Key.' } };

const REFUSALS: Readonly<Record<RefusalFault, Refusal>> = {
  refuse_e424: refusal('E424', 'For type template/mediatemplate, template_name is mandatory and cannot be empty!'),
  refuse_rbc001: WRONG_ACCOUNT,
  refuse_e110: { status: 402, body: { code: 'E110', message: 'Insufficient Balance.', data: [] } },
  busy_429: { status: 429, body: undefined },
};
const REFUSAL_FAULTS = Object.keys(REFUSALS) as RefusalFault[];
/** Longer than the longest wait for a first report, so that one has gone out before. */
const ANSWER_DELAY_MS = 1_500;

/** Kaleyra's `POST /v1/<SID>/messages` as its documentation has it. */
export function createLocalKaleyra(needs: Needs): LocalKaleyra {
  const { account, faults, feed, lateReportMs, timers } = needs;
  const phones = createPhones(needs.phones, feed, guestName);
  const reports = createReports(feed);
  const exchanges = createExchanges(feed);
  const blocklist = createLocalBlocklist(account, (number, isOnBlocklist) => phones.change(number, { isOnBlocklist }));
  const reportDelayMs = needs.reportDelayMs ?? (() => 300 + Math.random() * 900);
  const senderNames = account.senders;
  const carrier = createCarrier({ phones, reports, faults, timers, reportDelayMs, lateReportMs, senderNames });
  const answers = createPhoneAnswers({
    ...needs,
    phones,
    carrier,
    reports,
    sender: () => [...senderNames.keys()][0] ?? '',
  });

  /** What Kaleyra answers before anything goes out. */
  function checkOrRefuse(
    request: IncomingMessage,
    fields: readonly Field[],
    exchange: OpenExchange,
  ): AcceptedMessage | Refusal {
    if (!isOurs(request, fields, account)) return WRONG_ACCOUNT;
    const fault = faults.firstOf(REFUSAL_FAULTS);
    if (fault === undefined) return checkRequest(fields, account);
    exchange.noteFault(FAULTS[fault].title);
    return REFUSALS[fault];
  }

  function accept(message: AcceptedMessage, exchange: OpenExchange, response: ServerResponse): void {
    const { callbackUrl } = message;
    const isCallbackRefused =
      callbackUrl !== undefined && (faults.happens('not_whitelisted') || !isLoopback(callbackUrl));
    carrier.carry(isCallbackRefused ? { ...message, callbackUrl: undefined } : message);

    const fault = faults.firstOf(ANSWER_FAULTS);
    if (fault !== undefined) exchange.noteFault(FAULTS[fault].title);
    const named = message.recipients.length - (fault === 'partial_data' ? 1 : 0);
    const body = successBody(message, isCallbackRefused, named);
    const delayMs = faults.happens('reports_before_answer') ? ANSWER_DELAY_MS : 0;
    if (delayMs === 0) answerAccepted(fault, { exchange, response, timers, body });
    else timers.after(delayMs, () => answerAccepted(fault, { exchange, response, timers, body }));
  }

  return {
    phones,
    carrier,
    exchanges,
    reports,
    answers,
    blocklist,
    async handler(request, response) {
      if (answerTemplateStatus(request, response, account)) return;
      if (answers.answerMedia(request, response)) return;
      if (answerSenderDetails(request, response, account)) return;
      if (await blocklist.answer(request, response)) return;
      const fields = await readFields(await readBody(request), request.headers['content-type']);
      const exchange = exchanges.open(request, fields);
      const checked = checkOrRefuse(request, fields, exchange);
      if ('template' in checked) accept(checked, exchange, response);
      else exchange.answer(response, checked.status, checked.body === undefined ? '' : JSON.stringify(checked.body));
    },
  };
}

/** Wrong SID, wrong key and wrong path are one answer. The key may be a field too, as public clients send it. */
function isOurs(request: IncomingMessage, fields: readonly Field[], { sid, apiKey }: KaleyraAccount): boolean {
  const key = request.headers['api-key'] ?? fieldOf(fields, 'api-key');
  const path = (request.url ?? '').replace(/\?.*$/, '').replace(/^\/+/, '/');
  return request.method === 'POST' && key === apiKey && path === `/v1/${sid}/messages`;
}

/** Only this machine is on the whitelist: the sandbox calls no address outside. */
function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(url)?.hostname ?? '');
}
