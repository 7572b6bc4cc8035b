import { type Random, seeded } from '../random.ts';

/** What one person wrote or tapped, as the harness knows it. */
export interface WrittenReply {
  /** The person's name on WhatsApp. Each reply has another, by which it is known wherever it is shown. */
  readonly name: string;
  readonly from: string;
  /** The note of the send that it answers; undefined for a person to whom nobody wrote. */
  readonly note: string | undefined;
  readonly kind: 'text' | 'button';
  readonly text: string;
  /** In seconds since 1970. */
  readonly at: number;
  /** The message that it names. */
  readonly replyTo: string | undefined;
}

/** One call of Kaleyra's: V1 has one reply, V2 may have several. */
export interface Telling {
  readonly way: 'query' | 'form' | 'json' | 'v2';
  readonly replies: readonly WrittenReply[];
  /** One that fails is told again; some are, though they did not. */
  readonly times: 1 | 2;
}

/** A send and the people whom it went to, each of whom does something else. */
export interface Guests {
  readonly note: string;
  /** Is answered by one colleague, again and again. */
  readonly talker: string;
  /** Is answered by two colleagues at the same time. */
  readonly wanted: string;
  /** Wants no more messages in the end. */
  readonly leaver: string;
  readonly silent: string;
}

const FIRST_NUMBER = 919_860_000_000;
const STRANGER = '919870000001';
/** Long enough ago that no reply is written in the future. */
const BEFORE_S = 1_000;
/** The same words of the same person in the same second are one reply. */
const SECONDS_OF_ROUND = 100;
const TOLD_TWICE = 0.3;
const WORDS = 0.25;
const TAPS = 0.3;

export function guestsOf(seed: string, index: number): Guests {
  const [talker = '', wanted = '', leaver = '', silent = ''] = [0, 1, 2, 3].map((place) =>
    String(FIRST_NUMBER + index * 10 + place),
  );
  return { note: `N-${seed}-${index}`, talker, wanted, leaver, silent };
}

export function numbersOf({ talker, wanted, leaver, silent }: Guests): readonly string[] {
  return [talker, wanted, leaver, silent];
}

/** What people write in one round, and how Kaleyra tells it. The last word of each leaver is STOP. */
export function writeRound(
  seed: string,
  { guests, idsOf, length, round }: RoundOptions,
): { readonly tellings: readonly Telling[]; readonly replies: readonly WrittenReply[] } {
  const random = seeded(seed, 'replies', round);
  const writers = [
    ...guests.flatMap(({ note, talker, wanted, leaver }) => [
      { note, from: talker, last: 'START' },
      { note, from: wanted, last: undefined },
      { note, from: leaver, last: 'STOP' },
    ]),
    { note: undefined, from: STRANGER, last: undefined },
  ];
  const tellings: Telling[] = [];
  for (let index = 0; index < length; index++) {
    const replies = writers.map(({ note, from, last }, place): WrittenReply => {
      const name = `W-${round}-${index}-${place}`;
      const [id] = random.chance(0.5) ? idsOf(from) : [];
      const at = Math.floor(Date.now() / 1_000) - BEFORE_S + round * SECONDS_OF_ROUND + index;
      return {
        name,
        from,
        note,
        at,
        replyTo: id,
        ...wordsOf(random, name, index === length - 1 ? last : undefined, last),
      };
    });
    tellings.push(...tellingsOf(replies, random));
  }
  return { tellings, replies: tellings.flatMap((telling) => telling.replies) };
}

interface RoundOptions {
  readonly guests: readonly Guests[];
  /** Kaleyra's names for the messages that a number got, the latest first. */
  readonly idsOf: (number: string) => readonly string[];
  /** How much each person writes. */
  readonly length: number;
  readonly round: number;
}

function wordsOf(
  random: Random,
  name: string,
  now: string | undefined,
  last: string | undefined,
): Pick<WrittenReply, 'kind' | 'text'> {
  if (now !== undefined) return { kind: 'text', text: now };
  if (last !== undefined && random.chance(WORDS)) return { kind: 'text', text: random.pick(['STOP', 'START']) };
  if (random.chance(TAPS)) return { kind: 'button', text: random.pick(['Yes', 'No', 'Perhaps']) };
  return { kind: 'text', text: `Can I come later? ${name}` };
}

function tellingsOf(replies: readonly WrittenReply[], random: Random): readonly Telling[] {
  const times = () => (random.chance(TOLD_TWICE) ? 2 : 1);
  if (random.chance(0.3)) return [{ way: 'v2', replies, times: times() }];
  return replies.map((reply) => ({
    way: random.pick(['query', 'form', 'json', 'v2']),
    replies: [reply],
    times: times(),
  }));
}
