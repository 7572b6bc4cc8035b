import type { ReadNumber } from '../recipients/recipient.ts';
import type { Result } from '../result.ts';
import type { Template } from '../template/template.ts';
import type { ListChoices, ListColumns, OpenColumns } from './list-plan.ts';
import type { Sheet } from './sheet.ts';

/**
 * Finds the column of each field by the field's name, label or number, and the one with the phone numbers by its name.
 *
 * @returns which column is what; or everything that is open, for a form that asks.
 */
export declare function matchColumns(
  sheet: Sheet,
  template: Template,
  choices: ListChoices,
  readNumber: ReadNumber,
): Result<ListColumns, OpenColumns>;
