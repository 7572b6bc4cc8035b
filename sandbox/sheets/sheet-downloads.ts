import { MAX_GUESTS } from './guests.ts';
import { sheetText } from './sheets.ts';

const FIRST_BOOKING = 1_000;

/** Sample sheets by name, with other bookings each time; undefined when there is none of that name. */
export function createSheetDownloads(): (
  name: string,
) => { readonly name: string; readonly bytes: Buffer } | undefined {
  let booking = FIRST_BOOKING;
  return (name) => {
    const text = sheetText(name, booking);
    if (text === undefined) return undefined;
    booking += MAX_GUESTS;
    return { name, bytes: Buffer.from(text) };
  };
}
