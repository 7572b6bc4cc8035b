import fc from 'fast-check';
import { digitsOf, type PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import { otherSpellings } from '../../../src/core/recipients/renumbering.ts';
import type { StatusUpdate } from '../../../src/core/send/delivery/status-update.ts';
import { phone } from '../../support/sends.ts';
import { report } from '../opened-ledger.ts';

/** Numbers of countries in which WhatsApp has a spelling of its own, and of one in which it has none. */
const COUNTRIES = ['+9198765', '+5531987', '+52551234', '+54111234', '+22507010', '+22901970'] as const;
const LENGTHS = [10, 11, 10, 10, 10, 10] as const;

/** One report of a story, and which delivery it is truly about. */
export interface Told {
  readonly about: number;
  readonly status: StatusUpdate['status'];
  /** `whatsapp`: as WhatsApp spells it; `none`: an ID in the number's place; `stranger`: another person's number. */
  readonly number: 'ours' | 'whatsapp' | 'none' | 'stranger';
  /** `bare`: without its `:n`. */
  readonly id: 'whole' | 'bare';
  readonly hasToken: boolean;
}

/** Kaleyra's answer names these positions, and comes after so many callbacks. */
export interface Story {
  readonly recipients: readonly PhoneNumber[];
  readonly callbacks: readonly (readonly Told[])[];
  readonly answered: readonly number[];
  readonly answerAfter: number;
}

const number = (country: number, index: number): PhoneNumber => {
  const start = COUNTRIES[country] ?? COUNTRIES[0];
  const countryCode = start.startsWith('+22') ? 4 : 3;
  const rest = (LENGTHS[country] ?? 10) + countryCode - start.length;
  return phone(`${start}${String(index).padStart(rest, '0')}`);
};

const recipients = fc
  .array(fc.record({ country: fc.nat(COUNTRIES.length - 1), withRival: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 1,
    maxLength: 20,
  })
  .map((people) =>
    people.flatMap(({ country, withRival }, index) => {
      const own = number(country, index);
      const rivals = withRival === 0 ? otherSpellings(digitsOf(own)).slice(0, 1) : [];
      return [own, ...rivals.map((digits) => phone(`+${digits}`))];
    }),
  )
  .map((all) => all.slice(0, 20));

function toldOf(size: number): fc.Arbitrary<Told> {
  return fc.record({
    about: fc.nat(size - 1),
    status: fc.constantFrom('sent', 'failed', 'delivered', 'read'),
    number: fc.constantFrom('ours', 'whatsapp', 'whatsapp', 'none', 'none', 'stranger'),
    id: fc.constantFrom('whole', 'whole', 'whole', 'bare'),
    hasToken: fc.constantFrom(true, true, true, false),
  });
}

/** A batch to 1–20 people and everything that is told of it, in any order and some of it twice. */
export const stories: fc.Arbitrary<Story> = recipients.chain((all) =>
  fc.record({
    recipients: fc.constant(all),
    callbacks: fc
      .array(toldOf(all.length), { maxLength: 3 * all.length, size: 'max' })
      .chain((told) => fc.shuffledSubarray([...told, ...told], { minLength: told.length }))
      .chain((told) =>
        fc
          .array(fc.integer({ min: 1, max: 3 }), { minLength: told.length, maxLength: told.length })
          .map((sizes) => parts(told, sizes)),
      ),
    answered: fc.subarray([...all.keys()]),
    answerAfter: fc.nat(10),
  }),
);

function parts<Item>(items: readonly Item[], sizes: readonly number[]): readonly (readonly Item[])[] {
  const rest = [...items];
  return sizes.map((size) => rest.splice(0, size)).filter((part) => part.length > 0);
}

/** The report as the bot gets it. Its time says which delivery it is truly about. */
export function updateOf(told: Told, { recipients: all }: Story, base: string, token: string): StatusUpdate {
  const digits = digitsOf(all[told.about] ?? phone('+919876543210'));
  return report(told.id === 'whole' ? `${base}:${told.about}` : base, told.status, {
    batchToken: told.hasToken ? token : undefined,
    recipientDigits: namedAs(told.number, digits),
    reportedAt: new Date(told.about + 1),
  });
}

function namedAs(kind: Told['number'], digits: string): string | undefined {
  switch (kind) {
    case 'ours':
      return digits;
    case 'whatsapp':
      return otherSpellings(digits)[0] ?? digits;
    case 'none':
      return undefined;
    case 'stranger':
      return '14155550123';
  }
}

/** Whether no other recipient is the same phone by what the report names. */
export function namesOne(told: Told, { recipients: all }: Story): boolean {
  const digits = digitsOf(all[told.about] ?? phone('+919876543210'));
  const named = namedAs(told.number, digits) ?? '';
  if (told.number === 'none' || told.number === 'stranger') return false;
  const spellings = new Set([named, ...otherSpellings(named)].map((one) => `+${one}`));
  return all.filter((one) => spellings.has(one)).length === 1;
}
