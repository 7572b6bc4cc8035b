import { planBatches, type RowMessage } from '../../core/list/plan-batches.ts';
import type { Numbering } from '../../core/recipients/recipient.ts';
import type { SendOrder } from '../../core/send/send.ts';
import { privateTextsOf } from '../../core/template/message/message-values.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import type { AroundPiece, PlanRepeats, PlanWriter } from '../ports/store/lists/plans.ts';
import { letOthersRun } from '../timing/let-others-run.ts';

/** A list as it was read, with nothing left to ask. */
export interface ListOrder extends Pick<SendOrder, 'teamId' | 'channelId' | 'actorId' | 'template' | 'sender'> {
  readonly parentId?: string | undefined;
  readonly rows: readonly RowMessage[];
  /** How many rows leave first when the person wants that. */
  readonly trialRows: number;
  /** How many rows of the sheet the person left out. */
  readonly rowsLeftOut?: number;
}

export type SavedPlan =
  | {
      readonly kind: 'saved';
      readonly planId: string;
      /** Names the rows that the person reviews; goes back with the confirmation. */
      readonly digest: string;
      /** How many requests it will take. */
      readonly requests: number;
      readonly repeats: PlanRepeats;
    }
  /** The ledger could not save it: nothing can be confirmed. */
  | { readonly kind: 'not_saved' };

/** Saves a list for its review. Nothing of it can leave before it is confirmed. Never rejects. */
export type SavePlan = (order: ListOrder) => Promise<SavedPlan>;

interface Needs {
  readonly plans: PlanWriter;
  readonly recipientsPerRequest: number;
  /** Left out, requests have recipients of any country. */
  readonly loadNumbering?: () => Promise<Pick<Numbering, 'countryOf'>>;
  readonly reportsExpected: boolean;
  /** How long ago people may have got the same template to be mentioned, in milliseconds. */
  readonly repeatWindowMs: number;
  readonly newSendId: () => string;
  /** Not to be guessed: it proves that a report belongs to a batch. */
  readonly newToken: () => string;
  readonly concealment: Pick<Concealment, 'during'>;
  readonly log: Log;
}

export function createSavePlan(needs: Needs): SavePlan {
  return async (order) => {
    const { concealment, log } = needs;
    const planId = needs.newSendId();
    // An error of the database may show what was written. All words of a list would be far too many to look for.
    let texts: ReadonlySet<string> = new Set();
    const around: AroundPiece = (batches, write) => {
      texts = new Set(batches.flatMap(({ message }) => privateTextsOf(message)));
      return concealment.during(texts, write);
    };
    try {
      return await save(needs, planId, order, around);
    } catch (error) {
      return concealment.during(texts, async () => {
        log.error({ planId, rows: order.rows.length, err: error }, 'plan not saved');
        return { kind: 'not_saved' };
      });
    }
  };
}

async function save(
  needs: Needs,
  planId: string,
  { rows, trialRows, ...order }: ListOrder,
  around: AroundPiece,
): Promise<SavedPlan> {
  const { plans, recipientsPerRequest, reportsExpected, newToken } = needs;
  const placed = await withRegions(rows, await needs.loadNumbering?.());
  const batches = planBatches(placed, { recipientsPerRequest, trialRows }).map((batch) => ({
    ...batch,
    token: newToken(),
  }));
  const digest = await plans.save(
    {
      ...order,
      id: planId,
      parentId: order.parentId,
      reportsExpected,
      trialRows: Math.min(trialRows, rows.length),
      batches,
    },
    around,
  );
  const repeats = await plans.findRepeats(planId, needs.repeatWindowMs);
  needs.log.info({ planId, rows: rows.length, batches: batches.length, actorId: order.actorId }, 'plan saved');
  return { kind: 'saved', planId, digest, requests: batches.length, repeats };
}

const ROWS_A_STEP = 200;

/** Asks for the countries that are not known yet, some rows at a time, so that other work of the process goes on meanwhile. */
async function withRegions(
  rows: readonly RowMessage[],
  numbering: Pick<Numbering, 'countryOf'> | undefined,
): Promise<readonly RowMessage[]> {
  if (numbering === undefined) return rows;
  const placed: RowMessage[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % ROWS_A_STEP === 0) await letOthersRun();
    placed.push(row.region === undefined ? { ...row, region: numbering.countryOf(row.recipient)?.code } : row);
  }
  return placed;
}
