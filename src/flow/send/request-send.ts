import { MAX_SUBMISSION_MS, REPEAT_WINDOW_MS } from '../../core/policy.ts';
import type { Numbering } from '../../core/recipients/recipient.ts';
import { divideRecipients, type RegionOf } from '../../core/send/divide-recipients.ts';
import type { SendOrder } from '../../core/send/send.ts';
import { privateTextsOf } from '../../core/template/message/message-values.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import { type AcceptResult, CommitOutcomeUnknown, type NewSend, type SendLedger } from '../ports/store/accept-send.ts';
import type { Draft, DraftReader } from '../ports/store/drafts.ts';
import { withTimeout } from '../timing/with-timeout.ts';

/** What pressing "Send to 3 people" led to. For a repeat, the person has to say yes to it first. */
export type Requested =
  | AcceptResult
  /** The ledger could not save it: nothing was sent, and pressing again in the same view cannot send twice. */
  | { readonly kind: 'not_saved' }
  /** The ledger did not answer and may have saved it; pressing again in the same view tells, and cannot send twice. */
  | { readonly kind: 'uncertain' };

/**
 * Commits a reviewed draft as a send. `dedupeKey` names the installation and the view, so pressing twice is one send. Never rejects.
 *
 * @param actorId who confirms; another person's draft counts as lost.
 * @param seenUntil the newest repeat that the person said yes to; undefined when none was shown.
 */
export type RequestSend = (draftId: string, dedupeKey: string, actorId: string, seenUntil?: Date) => Promise<Requested>;

interface Needs {
  readonly ledger: SendLedger;
  readonly drafts: DraftReader;
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
  return async (...confirmed) => {
    const saved = await withTimeout(MAX_SUBMISSION_MS, saveSend(...confirmed));
    if (saved.kind === 'done') return saved.value;
    needs.log.warn({}, 'the ledger is slow to save a send');
    return { kind: 'uncertain' };
  };
}

function createSaveSend(needs: Needs): RequestSend {
  return async (draftId, dedupeKey, actorId, seenUntil) => {
    try {
      const draft = await needs.drafts.load(draftId);
      if (draft === undefined) return await withoutDraft(needs, dedupeKey);
      if (actorId !== draft.order.actorId) return { kind: 'draft_lost' };
      const texts = privateTextsOf(draft.order.message);
      return await needs.concealment.during(texts, () => commit(needs, { draftId, draft, dedupeKey, seenUntil }));
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

interface Confirmation {
  readonly draftId: string;
  readonly draft: Draft;
  readonly dedupeKey: string;
  readonly seenUntil: Date | undefined;
}

async function commit(needs: Needs, confirmation: Confirmation): Promise<Requested> {
  const { draft, seenUntil } = confirmation;
  const { order } = draft;
  const { actorId } = order;
  const repeatGuard = { withinMs: REPEAT_WINDOW_MS, seenUntil };
  const numbering = await needs.loadNumbering?.();
  const regionOf: RegionOf = (number) => numbering?.countryOf(number)?.code;
  const result = await acceptOrFind(needs.ledger, { ...newSend(needs, confirmation, regionOf), repeatGuard });
  if (result.kind === 'repeated') {
    needs.log.info({ actorId, repeats: result.repeats.length }, 'send repeats another one');
    return result;
  }
  if (result.kind !== 'accepted') return result;
  const { sendId, isNew } = result;
  needs.concealment.remember(privateTextsOf(order.message));
  needs.log.info({ sendId, isNew, recipients: order.recipients.length, actorId }, 'send accepted');
  needs.onAccepted(order);
  return result;
}

/** Asks once more when the first response was lost: what was committed is found by its dedupe key. */
async function acceptOrFind(ledger: SendLedger, send: NewSend): Promise<AcceptResult> {
  try {
    return await ledger.accept(send);
  } catch (error) {
    if (!(error instanceof CommitOutcomeUnknown)) throw error;
    return ledger.accept(send).catch(() => {
      throw error;
    });
  }
}

function newSend(
  needs: Needs,
  { draft: { order, responseUrl }, draftId, dedupeKey }: Confirmation,
  regionOf: RegionOf,
): NewSend {
  const audit = needs.auditChannel;
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
    cards: [
      { role: 'channel', destination: order.channelId },
      ...(audit === undefined || audit === order.channelId ? [] : [{ role: 'audit' as const, destination: audit }]),
    ],
    responseUrl,
  };
}
