import type { Recipient } from '../../src/core/recipients/recipient.ts';
import { countsOf } from '../../src/core/send/delivery/status.ts';
import type { Template } from '../../src/core/template/template.ts';
import type { Lookup } from '../../src/flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../src/flow/ports/templates.ts';
import type { Requested, RequestedSend } from '../../src/flow/send/request-send.ts';
import type { ComposeInput, InputProblem, Review } from '../../src/flow/send/review-send.ts';
import { createFindTemplates, type FindTemplates } from '../../src/flow/templates/find-templates.ts';
import type { SlackNeeds } from '../../src/slack/listeners/register.ts';
import type { ReplyNeeds } from '../../src/slack/replies/reply-needs.ts';
import { EXPLANATIONS } from './cards.ts';
import { NO_LISTS } from './lists.ts';
import { NOTHING_TO_DECIDE } from './rules.ts';
import { BOOKING_MESSAGE, phone } from './sends.ts';
import { templateOf } from './slack.ts';

export const BOOKING = templateOf({
  name: 'booking_confirm',
  header: { format: 'text', text: 'Booking {{1}}', example: 'BK' },
  body: {
    text: 'Hello {{1}}, your booking {{2}} is confirmed.',
    parameters: [
      { name: '1', label: 'Customer', example: 'Asha' },
      { name: '2', label: 'Booking number', example: 'BK-77' },
    ],
  },
  footer: 'Thank you',
  buttons: [
    { kind: 'url', label: 'View', url: 'https://example.com/{{1}}', example: 'abc' },
    { kind: 'quick_reply', label: 'Stop' },
  ],
});

export const DELAY = templateOf({
  name: 'flight_delay',
  body: {
    text: 'Sorry {{1}}, your flight leaves at {{2}}.',
    parameters: [
      { name: '1', label: 'Customer', example: undefined },
      { name: '2', label: 'New time', example: '14:05' },
    ],
  },
});

export const DELAY_HINDI = { ...DELAY, language: 'hi' };

export const SENDER = { number: phone('+919800000000'), name: 'Support' };
export const OTHER_SENDER = { number: phone('+390612345678'), name: undefined };

export function catalogueOf(...templates: Template[]): FreshCatalogue {
  return {
    search: (query, limit) => templates.filter(({ name }) => name.includes(query)).slice(0, limit),
    find: (name, language) => templates.find((one) => one.name === name && one.language === language),
    freshness: () => ({ asOf: new Date(), problem: undefined }),
    refresh: async () => undefined,
  };
}

/** The picker's list out of any catalogue, however that one searches. */
export function findTemplatesIn(catalogue: FreshCatalogue, recent: readonly string[] = []): FindTemplates {
  return createFindTemplates({ catalogue, recent: { of: async () => recent } });
}

export function recipientOf(text: string, country: string | undefined = 'India'): Recipient {
  return { number: phone(text), international: text, country, guessedCountry: false };
}

export function reviewOf(review: Partial<Review> = {}): Review {
  const recipients = review.recipients ?? [recipientOf('+919876543210'), recipientOf('+393471234567', 'Italy')];
  return {
    draftId: 'draft-1',
    order: {
      teamId: 'T1',
      channelId: 'C1',
      actorId: 'U1',
      template: BOOKING,
      message: { ...BOOKING_MESSAGE, urlSuffixes: [] },
      sender: SENDER.number,
      recipients: recipients.map(({ number }) => number),
      parentId: undefined,
    },
    preview: {
      header: { kind: 'text', text: 'Booking BK' },
      body: 'Hello Asha, your booking BK-77 is confirmed.',
      parameters: ['Asha', 'BK-77'],
      footer: 'Thank you',
      buttons: [],
    },
    request: { fields: [] },
    sender: SENDER.number,
    senderInternational: '+91 98000 00000',
    recipients,
    duplicates: [],
    notes: { first: [], warnings: [], remarks: [] },
    ...review,
  };
}

/** The lookup of a workspace where nothing was ever sent. */
const NO_RECORDS: Lookup = {
  findSend: async () => undefined,
  findSendOfMessage: async () => undefined,
  searchSends: async () => ({ summaries: [], next: undefined, stoppedAfter: undefined }),
  findHead: async () => undefined,
  deliveriesOf: async () => ({ deliveries: [], page: 0, total: 0, counts: countsOf({}), asOf: new Date() }),
  historyOf: async () => new Map(),
  addManualReports: async () => 0,
};

/** A workspace where nobody ever wrote. */
const NO_REPLIES: ReplyNeeds = {
  findConversation: async () => undefined,
  answerReply: async () => ({ kind: 'window_closed' }),
  reader: { answersOf: async () => [], tallyOf: async () => undefined },
  fetchMedia: async () => ({ ok: false, failure: 'not_allowed' }),
  addOptOuts: async () => 0,
};

/** What the listeners need, answering as told and remembering what it was asked. */
export function slackNeeds(
  answers: {
    readonly review?: Review;
    readonly problems?: readonly InputProblem[];
    readonly requested?: Requested;
    readonly needs?: Partial<SlackNeeds>;
  } = {},
) {
  const reviewed: ComposeInput[] = [];
  const requested: Pick<RequestedSend, 'draftId' | 'dedupeKey'>[] = [];
  const confirmed: RequestedSend['asked'][] = [];
  const catalogue = answers.needs?.catalogue ?? catalogueOf(BOOKING, DELAY);
  const needs: SlackNeeds = {
    catalogue,
    explanations: EXPLANATIONS,
    showRequest: async () => ({
      request: {
        fields: [
          ['to', '919876543210'],
          ['params', '"Asha","BK-77"'],
        ],
      },
      count: 1,
    }),
    findTemplates: findTemplatesIn(catalogue),
    senders: [SENDER],
    mode: 'live',
    reviewSend: async (input) => {
      reviewed.push(input);
      return answers.problems === undefined
        ? { ok: true, value: answers.review ?? reviewOf() }
        : { ok: false, failure: answers.problems };
    },
    requestSend: async ({ asked, dedupeKey, draftId }) => {
      requested.push({ draftId, dedupeKey });
      confirmed.push(asked);
      return answers.requested ?? { kind: 'accepted', sendId: 'S1', isNew: requested.length === 1 };
    },
    formDrafts: { save: async () => undefined, load: async () => undefined, forget: async () => undefined },
    listRecipients: async () => undefined,
    resumeSending: async () => true,
    stopSend: async () => 'not_found',
    decideSend: NOTHING_TO_DECIDE,
    noteNotOffered: async () => undefined,
    strangers: {
      partnerWorkspaces: () => [],
      sharedChannels: { isShared: async () => false, sawStranger: () => undefined },
    },
    lists: NO_LISTS,
    changeOptOuts: { optOut: async () => ({ kind: 'not_saved' }), optIn: async () => ({ kind: 'not_saved' }) },
    proveNumber: {
      ask: async () => ({ kind: 'refused', sentence: 'No code.' }),
      tryCode: async () => ({ kind: 'over' }),
    },
    lookup: NO_RECORDS,
    resolveUnknown: async () => ({ kind: 'not_found' }),
    replies: NO_REPLIES,
    ...answers.needs,
  };
  return { needs, reviewed, requested, confirmed };
}
