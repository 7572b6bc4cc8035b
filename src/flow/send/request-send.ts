import { MAX_SUBMISSION_MS, REPEAT_WINDOW_MS } from '../../core/limits.ts';
import type { Numbering } from '../../core/recipients/recipient.ts';
import { quotaSentence } from '../../core/rules/quota-sentence.ts';
import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { SendRules } from '../../core/rules/send-rules.ts';
import type { NewCardPlace } from '../../core/send/card.ts';
import { divideRecipients, type RegionOf } from '../../core/send/divide-recipients.ts';
import type { SendOrder } from '../../core/send/send.ts';
import { privateTextsOf } from '../../core/template/message/message-values.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import { type AcceptResult, CommitOutcomeUnknown, type NewSend, type SendLedger } from '../ports/store/accept-send.ts';
import type { Draft, DraftReader } from '../ports/store/drafts.ts';
import type { AskRules } from '../rules/ask-rules.ts';
import { checkedSend } from '../rules/check-rules.ts';
import { type AskedInReview, confirmRules } from '../rules/confirm-rules.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import { acceptOrFind } from './accept-or-find.ts';

/** What pressing "Send to 3 people" led to. For a repeat, the person has to say yes to it first. */
export type Requested =
  | Exclude<AcceptResult, { kind: 'over_quota' }>
  /** By the rules as they are now it may not be sent. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** It would pass one of today's quotas, so nothing was written. */
  | { readonly kind: 'over_quota'; readonly sentence: string }
  /** What the rules say is not what the person was shown, so they have to see it first. */
  | { readonly kind: 'rules_changed'; readonly said: RulesSaid }
  /** The ledger could not save it: nothing was sent, and pressing again in the same view cannot send twice. */
  | { readonly kind: 'not_saved' }
  /** The ledger did not answer and may have saved it; pressing again in the same view tells, and cannot send twice. */
  | { readonly kind: 'uncertain' };

/** What a person confirms in a review. */
export interface RequestedSend {
  readonly draftId: string;
  /** Names the installation and the view, so pressing twice is one send. */
  readonly dedupeKey: string;
  /** Who confirms; another person's draft counts as lost. */
  readonly actorId: string;
  /** The newest repeat that the person said yes to; undefined when none was shown. */
  readonly seenUntil: Date | undefined;
  readonly asked: AskedInReview;
  /** Why it goes to one person who said no; left out where no exception is made. */
  readonly exceptionReason?: string | undefined;
}

/** Commits a reviewed draft as a send, or asks others to approve it. Never rejects. */
export type RequestSend = (requested: RequestedSend) => Promise<Requested>;

interface Needs {
  readonly ledger: SendLedger;
  readonly drafts: DraftReader;
  readonly askRules: AskRules;
  /** Whether this person may make an exception for one who said no. */
  readonly mayExcept: (actorId: string) => Promise<boolean>;
  readonly recipientsPerRequest: number;
  /** Left out, requests have recipients of any country. */
  readonly loadNumbering?: () => Promise<Pick<Numbering, 'countryOf'>>;
  readonly reportsExpected: boolean;
  readonly auditChannel: string | undefined;
  readonly newSendId: () => string;
  /** Not to be guessed: it proves that a report belongs to a batch. */
  readonly newToken: () => string;
  /** The ledger has new work. */
  readonly onAccepted: (order: SendOrder) => void;
  readonly concealment: Concealment;
  readonly log: Log;
}

export function createRequestSend(needs: Needs): RequestSend {
  const saveSend = createSaveSend(needs);
  return async (requested) => {
    const saved = await withTimeout(MAX_SUBMISSION_MS, saveSend(requested));
    if (saved.kind === 'done') return saved.value;
    needs.log.warn({}, 'the ledger is slow to save a send');
    return { kind: 'uncertain' };
  };
}

function createSaveSend(needs: Needs): RequestSend {
  return async (requested) => {
    const { actorId, dedupeKey, draftId } = requested;
    try {
      const draft = await needs.drafts.load(draftId);
      if (draft === undefined) return await withoutDraft(needs, dedupeKey);
      if (actorId !== draft.order.actorId) return { kind: 'draft_lost' };
      const texts = privateTextsOf(draft.order.message);
      return await needs.concealment.during(texts, () => commit(needs, draft, requested));
    } catch (error) {
      needs.log.error({ err: error }, 'send not saved');
      return { kind: error instanceof CommitOutcomeUnknown ? 'uncertain' : 'not_saved' };
    }
  };
}

/** A draft ends with its send, so the button was pressed twice, or the draft is too old. A ledger that is away says neither. */
async function withoutDraft({ ledger }: Needs, dedupeKey: string): Promise<Requested> {
  const sendId = await ledger.findAccepted(dedupeKey);
  return sendId === undefined ? { kind: 'draft_lost' } : { kind: 'accepted', sendId, isNew: false };
}

async function commit(needs: Needs, draft: Draft, requested: RequestedSend): Promise<Requested> {
  const { order } = draft;
  const { actorId, recipients } = order;
  const { seenUntil } = requested;
  const confirmed = await confirmRules(needs, checkedSend(order), requested.asked);
  if (confirmed.kind !== 'confirmed') return confirmed;
  const rules = await withException(needs, confirmed.rules, order, requested.exceptionReason);
  const repeatGuard = { withinMs: REPEAT_WINDOW_MS, seenUntil };
  const numbering = await needs.loadNumbering?.();
  const regionOf: RegionOf = (number) => numbering?.countryOf(number)?.code;
  const send = newSend(needs, draft, requested, { rules, regionOf });
  const result = await acceptOrFind(needs.ledger.accept, { ...send, repeatGuard });
  if (result.kind === 'repeated') {
    needs.log.info({ actorId, repeats: result.repeats.length }, 'send repeats another one');
    return result;
  }
  if (result.kind === 'draft_lost') return result;
  if (result.kind === 'over_quota')
    return { kind: 'over_quota', sentence: quotaSentence(result.shortage, checkedSend(order).what) };
  const { sendId, isNew } = result;
  needs.concealment.remember(privateTextsOf(order.message));
  needs.log.info({ sendId, isNew, recipients: recipients.length, actorId }, 'send accepted');
  needs.onAccepted(order);
  return result;
}

/** An exception is for one person alone, and the claim lets nothing past without it. */
async function withException(
  { mayExcept }: Needs,
  rules: SendRules,
  { actorId, recipients }: SendOrder,
  reason: string | undefined,
): Promise<SendRules> {
  if (reason === undefined || recipients.length !== 1 || !(await mayExcept(actorId))) return rules;
  return { ...rules, optOutException: reason };
}

function newSend(
  needs: Needs,
  { order, responseUrl }: Draft,
  { dedupeKey, draftId }: RequestedSend,
  { regionOf, rules }: { readonly rules: SendRules; readonly regionOf: RegionOf },
): NewSend {
  return {
    id: needs.newSendId(),
    dedupeKey,
    draftId,
    order,
    batches: divideRecipients(order.recipients, needs.recipientsPerRequest, regionOf).map((batch) => ({
      ...batch,
      token: needs.newToken(),
    })),
    reportsExpected: needs.reportsExpected,
    cards: cardsOf(order.channelId, needs.auditChannel, rules),
    responseUrl,
    rules,
  };
}

/** Where a send is shown when it is confirmed; the ledger adds the copies of those who have to approve it. */
export function cardsOf(
  channelId: string,
  auditChannel: string | undefined,
  { breakGlass }: Pick<SendRules, 'breakGlass'>,
): readonly NewCardPlace[] {
  const audit = auditChannel === undefined || auditChannel === channelId ? [] : [auditChannel];
  return [
    { role: 'channel', destination: channelId },
    ...audit.map((destination) => ({ role: 'audit' as const, destination })),
    ...(breakGlass === undefined || auditChannel === undefined
      ? []
      : [{ role: 'break_glass_notice' as const, destination: auditChannel }]),
  ];
}
