import { parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import { plainCharacters } from '../../core/recipients/plain-characters.ts';
import { ALL_STATUSES, type DeliveryStatus } from '../../core/send/delivery/status.ts';
import type { RecipientQuery, SendQuery } from '../../flow/ports/store/lookup.ts';
import type { Catalogue } from '../../flow/ports/templates.ts';
import { namesDay, readDay } from './days.ts';
import { findTypedTemplate } from './typed-template.ts';
import { typedWords } from './typed-words.ts';

/** What the words after `status`, `recent` or `find` ask for. */
export interface Search {
  readonly query: SendQuery;
  /** How many messages to list; undefined for as many as there are. */
  readonly count: number | undefined;
  /** As typed. With any of these nothing is searched for. */
  readonly notUnderstood: readonly string[];
}

interface Surroundings {
  readonly catalogue: Catalogue;
  readonly now: Date;
  /** IANA name. */
  readonly zone: string;
  /** The person who asks: `me`. */
  readonly actorId: string;
  /** Whether few digits say how many to list; elsewhere they may be meant as the end of a number. */
  readonly takesCount: boolean;
}

/** Words between the others that change nothing. */
const FILLERS = new Set(
  'a all and any by for from in last latest message messages of on send sends the to was with'.split(' '),
);
const OWN = new Set(['me', 'mine', 'my']);
const STATUS_WORDS: ReadonlyMap<string, readonly DeliveryStatus[]> = new Map<string, readonly DeliveryStatus[]>([
  ...ALL_STATUSES.map((status) => [status, [status]] as const),
  ['failed', ['failed', 'rejected']],
  ['failures', ['failed', 'rejected']],
  ['undelivered', ['failed', 'rejected']],
]);
const AROUND = /^[^\p{L}\p{N}_+@#(]+|[^\p{L}\p{N}_)]+$/gu;
/** @see https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates */
const MAX_NAME_LENGTH = 512;
const NAME = /^[a-z0-9]+(?:_[a-z0-9]+)+$/i;
/** Part of a number, or the dots that stand for its hidden digits. */
const NUMBER_PART = /^[+\d().\-/~•]+$/;
const LIKE_A_DATE = /^(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:\d{2}|\d{4}))$/;
/** More than anybody asks for; each one may be compared with days and templates. */
const MAX_WORDS = 50;
const MIN_ENDING = 4;
const MAX_ENDING = 15;
/** A number that is dialled within its country may begin with a 0; four last digits may, too. */
const MIN_DIALLED = 8;

/** Whether the zone of the person matters. */
export function asksForDay(text: string): boolean {
  return joinNumbers(wordsOf(text)).slice(0, MAX_WORDS).some(namesDay);
}

export function readSearch(text: string, people: readonly string[], around: Surroundings): Search {
  const notUnderstood: string[] = [];
  let query: SendQuery = {};
  let count: number | undefined;
  /** Each thing can be asked for once: two days or two people contradict each other. */
  function ask(part: SendQuery, typed: string): void {
    const isAskedTwice = Object.keys(part).some((key) => key in query);
    if (isAskedTwice) notUnderstood.push(typed);
    else query = { ...query, ...part };
  }

  for (const person of people) ask({ actorId: person }, `<@${person}>`);
  const words = joinNumbers(wordsOf(text));
  for (const typed of words.slice(0, MAX_WORDS)) {
    const word = typed.toLowerCase();
    const statuses = STATUS_WORDS.get(word);
    const day = readDay(word, around.now, around.zone);
    if (FILLERS.has(word)) continue;
    if (OWN.has(word)) ask({ actorId: around.actorId }, typed);
    else if (statuses !== undefined) query = { ...query, statuses: [...(query.statuses ?? []), ...statuses] };
    else if (day !== undefined) ask(day, typed);
    else if (around.takesCount && count === undefined && /^[1-9]\d{0,2}$/.test(word)) count = Number(word);
    else ask(...recipientOrTemplate(typed, around.catalogue, notUnderstood));
  }
  return { query, count, notUnderstood: [...notUnderstood, ...words.slice(MAX_WORDS)] };
}

function recipientOrTemplate(typed: string, catalogue: Catalogue, notUnderstood: string[]): [SendQuery, string] {
  const recipient = readRecipient(typed);
  if (recipient !== undefined) return [{ recipient }, typed];
  const template = readTemplateName(typed, catalogue);
  if (template === undefined) notUnderstood.push(typed);
  return [template === undefined ? {} : { template }, typed];
}

function wordsOf(text: string): readonly string[] {
  return plainCharacters(text)
    .split(/[\s,;]+/)
    .map((word) => (/^•+$/.test(word) ? word : word.replace(AROUND, '')))
    .filter((word) => word !== '');
}

/** Puts the parts of a number together: `+91 98765 43210` is three words. */
function joinNumbers(words: readonly string[]): readonly string[] {
  const joined: { readonly text: string; readonly isNumber: boolean }[] = [];
  for (const text of words) {
    const isNumber = isNumberPart(text);
    const before = joined.at(-1);
    const goesOn = isNumber && before?.isNumber === true && !/^\(?\+/.test(text);
    if (goesOn) joined[joined.length - 1] = { text: `${before.text}${text}`, isNumber };
    else joined.push({ text, isNumber });
  }
  return joined.map(({ text }) => text);
}

/** Text that is written like a date is no part of a number, even where the calendar has no such day. */
function isNumberPart(text: string): boolean {
  return NUMBER_PART.test(text) && !LIKE_A_DATE.test(text);
}

/** A whole number with its plus, or at least four last digits. */
function readRecipient(typed: string): RecipientQuery | undefined {
  if (!isNumberPart(typed)) return undefined;
  const digits = typed.replace(/\(0\)/g, '').replace(/\D/g, '');
  const isLong = digits.length >= MIN_DIALLED;
  if (/^\(?\+/.test(typed) || (isLong && digits.startsWith('00'))) {
    const number = parsePhoneNumber(`+${digits.replace(/^00/, '')}`);
    return number.ok ? { kind: 'number', number: number.value } : undefined;
  }
  const ending = isLong ? digits.replace(/^0/, '') : digits;
  return ending.length < MIN_ENDING || ending.length > MAX_ENDING ? undefined : { kind: 'ending', digits: ending };
}

/** A template of the list in any spelling; of one that left the list, the name with its underscore. */
function readTemplateName(typed: string, catalogue: Catalogue): string | undefined {
  const found = findTypedTemplate(typedWords(typed), catalogue)?.template?.name;
  return found ?? (typed.length <= MAX_NAME_LENGTH && NAME.test(typed) ? typed.toLowerCase() : undefined);
}
