import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { SendOrder } from '../../core/send/send.ts';
import { privateTextsOf } from '../../core/template/message-values.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Draft, Drafts, Ledger, Log, NewSend } from '../ports/ports.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import { CommitOutcomeUnknown } from './commit-outcome-unknown.ts';
import { REPEAT_WINDOW_MS, type Repeat } from './repeats.ts';

/** What pressing "Send to 3 people" led to. */
export type Requested =
  | { readonly kind: 'accepted'; readonly sendId: string; readonly isNew: boolean }
  /** Somebody just sent the same to the same people: nothing was sent, and the person has to say yes to that first. */
  | { readonly kind: 'repeated'; readonly repeats: readonly Repeat[] }
  /** The draft is gone: nothing was sent, review again. */
  | { readonly kind: 'draft_lost' }
  /** The ledger could not take it: nothing was sent, and pressing again in the same view cannot send twice. */
  | { readonly kind: 'not_recorded' }
  /** The ledger did not answer and may have taken it; pressing again in the same view tells, and cannot send twice. */
  | { readonly kind: 'uncertain' };

/**
 * Commits a reviewed draft as a send. `dedupeKey` is `installation:view.id`, so pressing twice is one send.
 *
 * @param actorId who confirms; somebody else’s draft is as good as lost.
 * @param seenUntil the newest repeat that the person said yes to; undefined when none was shown.
 */
export type RequestSend = (draftId: string, dedupeKey: string, actorId: string, seenUntil?: Date) => Promise<Requested>;

interface Needs {
  readonly ledger: Pick<Ledger, 'accept' | 'ping'>;
  readonly drafts: Pick<Drafts, 'load'>;
  readonly recipientsPerRequest: number;
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

/** Slack hangs up after three seconds. */
const LONGEST_WAIT_MS = 2_300;

export function createRequestSend(needs: Needs): RequestSend {
  const record = createRecord(needs);
  return async (...confirmed) => {
    const recorded = await withTimeout(LONGEST_WAIT_MS, record(...confirmed));
    if (recorded.kind === 'done') return recorded.value;
    needs.log.warn({}, 'the ledger is slow to record a send');
    return { kind: 'uncertain' };
  };
}

/** Never rejects. */
function createRecord(needs: Needs): RequestSend {
  return async (draftId, dedupeKey, actorId, seenUntil) => {
    try {
      const draft = await needs.drafts.load(draftId);
      if (draft === undefined) {
        // A ledger that is away has no drafts either, and that is not the person's delay.
        await needs.ledger.ping();
        return { kind: 'draft_lost' };
      }
      if (actorId !== draft.order.actorId) return { kind: 'draft_lost' };
      const texts = privateTextsOf(draft.order.message);
      return await needs.concealment.during(texts, () => commit(needs, draft, dedupeKey, seenUntil));
    } catch (error) {
      needs.log.error({ err: error }, 'send not recorded');
      return { kind: error instanceof CommitOutcomeUnknown ? 'uncertain' : 'not_recorded' };
    }
  };
}

async function commit(needs: Needs, draft: Draft, dedupeKey: string, seenUntil: Date | undefined): Promise<Requested> {
  const { order } = draft;
  const repeatGuard = { withinMs: REPEAT_WINDOW_MS, seenUntil };
  const send = { ...newSend(needs, draft, dedupeKey), repeatGuard };
  const { repeats, ...accepted } = await acceptOrFind(needs.ledger, send);
  if (repeats !== undefined) {
    needs.log.info({ actorId: order.actorId, repeats: repeats.length }, 'send repeats another one');
    return { kind: 'repeated', repeats };
  }
  needs.concealment.remember(privateTextsOf(order.message));
  needs.log.info({ ...accepted, recipients: order.recipients.length, actorId: order.actorId }, 'send accepted');
  needs.onAccepted(order);
  return { kind: 'accepted', ...accepted };
}

/** Asks once more when the first answer was lost: what was committed is found by its dedupe key. */
async function acceptOrFind(ledger: Needs['ledger'], send: NewSend): ReturnType<Ledger['accept']> {
  try {
    return await ledger.accept(send);
  } catch (error) {
    if (!(error instanceof CommitOutcomeUnknown)) throw error;
    return ledger.accept(send).catch(() => {
      throw error;
    });
  }
}

function newSend(needs: Needs, { order, responseUrl }: Draft, dedupeKey: string): NewSend {
  const audit = needs.auditChannel;
  return {
    id: needs.newSendId(),
    dedupeKey,
    order,
    batches: chunk(order.recipients, needs.recipientsPerRequest).map((recipients) => ({
      token: needs.newToken(),
      recipients,
    })),
    reportsExpected: needs.reportsExpected,
    cards: [
      { role: 'channel', destination: order.channelId },
      ...(audit === undefined || audit === order.channelId ? [] : [{ role: 'audit' as const, destination: audit }]),
    ],
    responseUrl,
  };
}

function chunk(recipients: readonly PhoneNumber[], size: number): PhoneNumber[][] {
  const count = Math.ceil(recipients.length / size);
  return Array.from({ length: count }, (_, index) => recipients.slice(index * size, (index + 1) * size));
}
