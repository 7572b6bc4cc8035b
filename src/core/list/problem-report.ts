import type { ListPlan } from './list-plan.ts';
import type { Sheet } from './sheet.ts';

/**
 * The sheet as CSV, with what is wrong in two more columns, `row` and `problem`. Mended and given back it reads as the
 * same rows.
 *
 * @param rows all of them, or only those with an error.
 */
export declare function problemReport(
  sheet: Sheet,
  plan: Pick<ListPlan, 'problems' | 'leftOut'>,
  rows: 'all' | 'left_out',
): string;
