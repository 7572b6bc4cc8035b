import Papa from 'papaparse';
import type { Separator } from '../core/list/sheet.ts';

/** How the cells of a text are told apart. */
export interface RecordForm {
  readonly separator: Separator;
  /** False where quotes are letters like others, as in rows that are copied out of a spreadsheet. */
  readonly hasQuotes: boolean;
}

/** One row as it stands in the text. A line break inside quotes is part of its cell, as a spreadsheet shows it. */
export interface SheetRecord {
  /** From 1; blank rows count, because a spreadsheet shows them. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** No text that is read has it. */
const NO_QUOTE = '\0';

/**
 * Reads row by row, so that what is not needed is not kept.
 *
 * @param text with `\n` as its only line break, and sound quotes.
 * @param take is given each row, and returns false to end.
 */
export function eachRecord(text: string, form: RecordForm, take: (record: SheetRecord) => boolean): void {
  let number = 0;
  Papa.parse<string[]>(text, {
    delimiter: form.separator,
    newline: '\n',
    quoteChar: form.hasQuotes ? '"' : NO_QUOTE,
    // Without quotes papaparse would split all of the text at once.
    fastMode: false,
    step: ({ data }, parser) => {
      number += 1;
      if (!take({ number, cells: data })) parser.abort();
    },
  });
}
