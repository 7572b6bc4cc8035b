import { type Guest, guests, MAX_GUESTS } from './guests.ts';

/** A sheet of guests for the template booking_confirm, to be downloaded and sent to a list. */
export interface SampleSheet {
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly shows: string;
  readonly rows: number;
}

const SMALL = 24;

export const SHEETS = [
  { name: 'guests.csv', shows: '300 guests, each with a name, a booking and two links.', rows: MAX_GUESTS },
  {
    name: 'guests-damaged.csv',
    shows: '24 guests as a spreadsheet may leave them: ten rows cannot be sent.',
    rows: SMALL,
  },
  { name: 'guests-repaired.csv', shows: 'The same 24 guests, repaired.', rows: SMALL },
] as const satisfies readonly SampleSheet[];

export type SheetName = (typeof SHEETS)[number]['name'];

const BOM = '\ufeff';
const NAMES = ['phone', "Customer's first name", 'Booking number', 'View booking', 'See a sample'];
const ROOMS = ['deluxe-room', 'twin-room', 'lake-room', 'garden-suite'];

/**
 * The sheet as a CSV file; undefined when there is none of that name.
 * @param firstBooking the first booking's number, so that a later download is not the list that was sent before
 */
export function sheetText(name: string, firstBooking: number): string | undefined {
  const sheet = SHEETS.find((one) => one.name === name);
  if (sheet === undefined) return undefined;
  const rows = guests(sheet.rows).map((guest, at) => rowOf(guest, firstBooking + at));
  const table = sheet.name === 'guests-damaged.csv' ? damaged(rows) : rows;
  return BOM + [NAMES, ...table].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function rowOf({ number, firstName }: Guest, booking: number): readonly string[] {
  const room = ROOMS[booking % ROOMS.length] ?? '';
  return [`+${number}`, firstName, `BK-${booking}`, `bk-${booking}`, room];
}

/** Where in the rows, and what a spreadsheet or an export has made of the cell. */
const DAMAGE: readonly { readonly at: number; readonly column: number; readonly cell: (before: string) => string }[] = [
  { at: 1, column: 0, cell: () => '9.19845E+11' },
  { at: 3, column: 0, cell: () => '98450' },
  { at: 5, column: 1, cell: () => '#N/A' },
  { at: 7, column: 2, cell: () => '{{booking}}' },
  { at: 9, column: 2, cell: () => '' },
  // A cell that was dragged down over five rows.
  ...[0, 1, 2, 3, 4].map((by) => ({ at: 12 + by, column: 0, cell: () => `+91984501234${by}` })),
  // These lose nothing, and are read without a question.
  { at: 19, column: 0, cell: (before) => `="${before}"` },
  { at: 20, column: 0, cell: (before) => `'${before}` },
  { at: 21, column: 0, cell: (before) => `${before.slice(1)}.0` },
];

function damaged(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return DAMAGE.reduce<readonly (readonly string[])[]>((table, { at, column, cell }) => {
    const row = table[at] ?? [];
    return table.with(at, row.with(column, cell(row[column] ?? '')));
  }, rows);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
