import { digitsOf } from '../../core/recipients/phone-number.ts';
import { fail, type Result } from '../../core/result.ts';
import type { SendOutcome } from '../../core/send/delivery/outcome.ts';
import { nextTryInMs } from '../../core/send/delivery/retry.ts';
import { settle } from '../../core/send/delivery/settlement.ts';
import type { FlightLimits } from '../../core/send/in-flight.ts';
import { privateTextsOf } from '../../core/template/message/message-values.ts';
import { storable } from '../../core/text.ts';
import type { PauseOnRefusal } from '../account/pause-on-refusal.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import type { ProviderRequest, RequestEncoder, RequestSender } from '../ports/provider.ts';
import { CannotBeStored } from '../ports/store/cannot-be-stored.ts';
import type { BatchLedger, ClaimedBatch } from '../ports/store/deliver-batch.ts';
import { retryUntilSaved } from '../workers/retry-until-saved.ts';
import { UNKNOWN_ALARM } from '../workers/unknown-alarm.ts';
import type { Work } from '../workers/worker.ts';
import { createInFlight } from './in-flight.ts';

const MAX_CODE_LENGTH = 64;

interface Needs {
  readonly ledger: BatchLedger;
  readonly provider: RequestEncoder & RequestSender;
  readonly limits: FlightLimits;
  readonly pauseOnRefusal: PauseOnRefusal;
  readonly concealment: Pick<Concealment, 'remember'>;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  /** From 0 to 1; spreads tries that fail together. */
  readonly random?: () => number;
  readonly log: Log;
}

/** The work of sending: a claimed batch is posted once, and its outcome is saved. */
export function createDeliverBatch(needs: Needs): Work<ClaimedBatch> {
  const { ledger, provider, random = Math.random, log } = needs;
  const inFlight = createInFlight(needs.limits);

  async function perform(batch: ClaimedBatch, releaseLane: () => void): Promise<void> {
    needs.concealment.remember(privateTextsOf(batch.outgoing.message));
    const outcome = await post(batch);
    const code = 'code' in outcome ? outcome.code : undefined;
    log.info({ ...factsOf(batch), outcome: outcome.kind, code }, 'batch outcome');
    // Only an accepted batch says that the next one may leave: every other outcome may pause the account.
    if (outcome.kind === 'accepted') releaseLane();
    const waitMs = nextTryInMs(outcome, batch.attempt, random());
    await untilSaved(batch, () => save(batch, outcome, waitMs)).catch((error: unknown) => {
      if (!(error instanceof CannotBeStored)) throw error;
      return setAside(batch, outcome, error);
    });
    const refusal = { sendId: batch.sendId, outcome, waitMs };
    await untilSaved(batch, () => needs.pauseOnRefusal(refusal)).finally(needs.wakeCards);
  }

  async function post(batch: ClaimedBatch): Promise<SendOutcome> {
    const request = requestOf(needs, batch);
    if (request.ok) {
      return inFlight.count(batch.outgoing, async () => {
        await batch.whenDue();
        return provider.send(request.value);
      });
    }
    return request.failure;
  }

  async function save(batch: ClaimedBatch, outcome: SendOutcome, waitMs: number | undefined): Promise<void> {
    if (waitMs !== undefined) {
      await ledger.requeueBatch(batch, waitMs);
      return;
    }
    const deliveries = batch.outgoing.recipients.map((recipient, index) => ({
      deliveryId: batch.deliveryIds[index] ?? '',
      digits: digitsOf(recipient),
    }));
    const settlements = settle(deliveries, outcome);
    const unknown = settlements.filter((settlement) => settlement.status === 'unknown').length;
    await ledger.settleBatch(batch, settlements, outcome.kind === 'accepted' ? outcome.warning : undefined);
    if (unknown > 0) log.error({ ...factsOf(batch), unknown }, UNKNOWN_ALARM);
  }

  /** Settles as `unknown` what the database cannot store, so that the lane goes on; only the code is kept. */
  async function setAside(batch: ClaimedBatch, outcome: SendOutcome, error: CannotBeStored): Promise<void> {
    const code = 'code' in outcome && outcome.code !== undefined ? storable(outcome.code, MAX_CODE_LENGTH) : undefined;
    const failure = { reason: 'unclear_answer', code, text: undefined } as const;
    const settlements = batch.deliveryIds.map(
      (deliveryId) => ({ deliveryId, status: 'unknown', messageId: undefined, failure }) as const,
    );
    await untilSaved(batch, async () => void (await ledger.settleBatch(batch, settlements, undefined)));
    log.error({ ...factsOf(batch), unknown: settlements.length, code, err: error }, UNKNOWN_ALARM);
  }

  function untilSaved(batch: ClaimedBatch, attempt: () => Promise<void>): Promise<void> {
    return retryUntilSaved(attempt, (error) =>
      log.error({ ...factsOf(batch), err: error }, 'batch outcome not saved; trying again'),
    );
  }

  return {
    name: 'deliver',
    lanes: inFlight.limit,
    claimsTogether: true,
    claim: (holder) => ledger.claimBatch(holder, inFlight.fullSenders()),
    untilNext: () => ledger.untilNextBatch(inFlight.fullSenders()),
    perform,
  };
}

/** @returns the request, or the outcome when there is none. Nothing has left then, even when the encoder throws. */
function requestOf(
  { provider, log }: Pick<Needs, 'provider' | 'log'>,
  batch: ClaimedBatch,
): Result<ProviderRequest, SendOutcome> {
  const failed = (text?: string) =>
    fail({ kind: 'never_sent', code: 'NOT_ENCODABLE', text, mayRetry: false, retryAfterMs: undefined } as const);
  try {
    const request = provider.encode(batch.outgoing, batch.reportsExpected ? { token: batch.token } : undefined);
    return request.ok ? request : failed(request.failure.map((problem) => problem.sentence).join(' '));
  } catch (error) {
    log.error({ ...factsOf(batch), err: error }, 'request not written');
    return failed();
  }
}

function factsOf({ sendId, batchId, fence, attempt }: ClaimedBatch): object {
  return { sendId, batchId, fence, attempt };
}
