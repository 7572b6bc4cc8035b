import { z } from 'zod';
import { parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import { ALL_STATUSES } from '../../core/send/delivery/status.ts';
import type { SendPosition, SendQuery } from '../../flow/ports/store/lookup.ts';

/** What the button for the next page carries. */
export interface NextPage {
  readonly query: SendQuery;
  readonly after: SendPosition;
  /** How many messages are still to be listed; undefined for all. */
  readonly count: number | undefined;
}

/** The last moment that a date can hold, in milliseconds. */
const MAX_DATE_MS = 8_640_000_000_000_000;
const DATE = z
  .number()
  .min(-MAX_DATE_MS)
  .max(MAX_DATE_MS)
  .transform((ms) => new Date(ms));
const RECIPIENT = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ending'), digits: z.string().regex(/^\d{4,15}$/) }),
  z.object({ kind: z.literal('as_in'), deliveryId: z.string() }),
  z.object({
    kind: z.literal('number'),
    number: z.string().transform((text, context) => {
      const number = parsePhoneNumber(text);
      if (number.ok) return number.value;
      context.addIssue('is not E.164');
      return z.NEVER;
    }),
  }),
]);
const NEXT_PAGE = z.object({
  query: z.object({
    recipient: RECIPIENT.exactOptional(),
    statuses: z.array(z.enum(ALL_STATUSES)).exactOptional(),
    template: z.string().exactOptional(),
    actorId: z.string().exactOptional(),
    from: DATE.exactOptional(),
    until: DATE.exactOptional(),
  }),
  after: z.object({ at: DATE, id: z.string() }),
  count: z.number().int().positive().optional(),
});

export function writeNextPage({ query, after, count }: NextPage): string {
  return JSON.stringify({
    query: { ...query, from: query.from?.getTime(), until: query.until?.getTime() },
    after: { at: after.at.getTime(), id: after.id },
    count,
  });
}

/** The inverse of {@link writeNextPage}; undefined for anything else. */
export function readNextPage(text: string): NextPage | undefined {
  try {
    const page = NEXT_PAGE.parse(JSON.parse(text));
    return { ...page, count: page.count };
  } catch {
    return undefined;
  }
}
