import type { PhoneNumber } from '../recipients/phone-number.ts';
import type { ReadNumber } from '../recipients/recipient.ts';
import type { Template } from '../template/template.ts';
import type { ListChoices, ListColumns, ListPlan } from './list-plan.ts';
import type { Sheet } from './sheet.ts';

/**
 * Makes a message of each row, or says what is wrong with the row.
 *
 * @param sender refused as a recipient: WhatsApp does not deliver to the number that sends.
 */
export declare function planList(
  sheet: Sheet,
  columns: ListColumns,
  template: Template,
  choices: ListChoices,
  readNumber: ReadNumber,
  sender?: PhoneNumber,
): ListPlan;
