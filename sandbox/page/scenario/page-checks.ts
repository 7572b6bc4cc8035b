import type { SandboxState } from '../../protocol.ts';
import type { See } from '../../scenarios/scenario.ts';
import { wordsOf } from './page-driver.ts';

/** How things stood when a scenario began: what was there before does not count. */
export interface Beginning {
  readonly lastTs: string;
  readonly phoneMessages: number;
  /** Messages by the number of the phone. */
  readonly onPhone: ReadonlyMap<string, number>;
  readonly requests: number;
  /** Of an Indian phone that nobody has written to. */
  readonly unusedNumber: string;
}

export function beginningOf({ messages, phones, exchanges }: SandboxState): Beginning {
  const lastTs =
    messages
      .map(({ ts }) => ts)
      .sort()
      .at(-1) ?? '0';
  const onPhone = new Map(phones.map(({ number, messages: received }) => [number, received.length]));
  return {
    lastTs,
    phoneMessages: countPhoneMessages(phones),
    onPhone,
    requests: exchanges.length,
    unusedNumber: unusedNumber(),
  };
}

function unusedNumber(): string {
  return `9197${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
}

/** True when what has to be seen is there, on the page or in its state. */
export function isSeen({ words, count }: See, state: SandboxState, before: Beginning): boolean {
  const areWordsThere = words === undefined || words.match.test(wordsIn(words.in, before));
  if (!areWordsThere || count === undefined) return areWordsThere;
  const found = COUNTS[count.of](state, before);
  return found === count.is || (count.orMore === true && found > count.is);
}

/** The newest of the bot's messages to everybody, as it stands on the page. */
function newestCard(before: Beginning): HTMLElement | undefined {
  return cards(before).at(-1);
}

/** The newest card, then what stands in its thread, the newest first. */
export function newestMessages(before: Beginning): readonly HTMLElement[] {
  const card = newestCard(before);
  if (card === undefined) return [];
  const replies = card.parentElement?.querySelectorAll<HTMLElement>('.replies > [data-author="bot"]') ?? [];
  return [card, ...[...replies].reverse()];
}

/** The newest of what the bot told this person alone. */
export function newestForMeAlone(before: Beginning): readonly HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('.thread > .message-ephemeral[data-author="bot"]')];
  return all.filter((message) => isNew(message, before)).slice(-1);
}

function cards(before: Beginning): readonly HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('.thread > [data-author="bot"]:not(.message-ephemeral)')];
  return all.filter((message) => isNew(message, before));
}

function isNew({ dataset }: HTMLElement, { lastTs }: Beginning): boolean {
  return (dataset['ts'] ?? '') > lastTs;
}

function wordsIn(place: NonNullable<See['words']>['in'], before: Beginning): string {
  switch (place) {
    case 'card':
      return wordsOf(newestCard(before));
    case 'conversation':
      return [...document.querySelectorAll<HTMLElement>('[data-ts]')]
        .filter((message) => isNew(message, before))
        .map(wordsOf)
        .join('\n');
    case 'form':
      return wordsInForm(document.querySelector('dialog.view'));
    case 'notice':
      return wordsOf(document.querySelector('.notices'));
    case 'page':
      return wordsOf(document.querySelector('.conversation'));
    case 'panel':
      return wordsOf(document.querySelector('.panel-body'));
  }
}

/** What is said in it, then what is filled in. */
function wordsInForm(form: Element | null): string {
  const fields = form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea') ?? [];
  return [wordsOf(form), ...[...fields].map(({ value }) => value)].join('\n');
}

const COUNTS = {
  'phone messages': ({ phones }, before) => countPhoneMessages(phones) - before.phoneMessages,
  'phones that rang twice': ({ phones }, { onPhone }) =>
    phones.filter(({ number, messages }) => messages.length - (onPhone.get(number) ?? 0) > 1).length,
  'requests to Kaleyra': ({ exchanges }, before) => exchanges.length - before.requests,
  cards: (_, before) => cards(before).length,
} as const satisfies Record<NonNullable<See['count']>['of'], (state: SandboxState, before: Beginning) => number>;

function countPhoneMessages(phones: SandboxState['phones']): number {
  return phones.reduce((sum, { messages }) => sum + messages.length, 0);
}
