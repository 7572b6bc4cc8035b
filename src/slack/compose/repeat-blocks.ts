import type { InputBlock, KnownBlock, RichTextSection } from '@slack/types';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Repeat } from '../../flow/ports/repeats.ts';
import { inputBlock, plainText } from '../blocks/inputs.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { SEND_REPEAT } from '../ids.ts';

const TOLD_BLOCK = 'repeat_told';
const TICK_BLOCK = 'repeat_tick';
const MOST_NAMED = 5;
const MAX_OPTION_LENGTH = 75;
const MAX_HINT_LENGTH = 2000;

interface ViewWithState {
  readonly blocks: readonly { readonly type: string; readonly block_id?: string }[];
  readonly state: {
    readonly values: Readonly<
      Record<string, Readonly<Record<string, { readonly selected_options?: readonly { value: string }[] | null }>>>
    >;
  };
}

/** Whether the person said yes to the repeats that a review showed. */
export type Confirmed =
  /** None were shown, or they were ticked; then until when. */
  | { readonly kind: 'clear'; readonly seenUntil: Date | undefined }
  | { readonly kind: 'unticked'; readonly blockId: string };

/** Who sent the same to whom and when, and a box that has to be ticked; nothing when nobody did. */
export function repeatBlocks(repeats: readonly Repeat[]): (KnownBlock | InputBlock)[] {
  const seenUntil = Math.max(...repeats.map(({ at }) => at.getTime()));
  if (repeats.length === 0) return [];
  const lines = repeats.slice(0, MOST_NAMED).map(repeatLine);
  const more = repeats.length - lines.length;
  const rest = more > 0 ? [section(text(`and ${more} more`))] : [];
  const people = new Set(repeats.map(({ recipient }) => recipient)).size;
  const option = {
    text: plainText(people === 1 ? 'Send it to them again' : `Send it to these ${people} again`, MAX_OPTION_LENGTH),
    value: String(seenUntil),
  };
  const tick = inputBlock(`${TICK_BLOCK}_${seenUntil}`, 'The same message was just sent', {
    type: 'checkboxes',
    action_id: SEND_REPEAT,
    options: [option],
  });
  return [
    { type: 'rich_text', block_id: TOLD_BLOCK, elements: [...lines, ...rest] },
    { ...tick, hint: plainText(tickSentence(people), MAX_HINT_LENGTH) },
  ];
}

/** The blocks of a review with these repeats in the place of those it showed before. */
export function withRepeats<Block extends { readonly block_id?: string }>(
  blocks: readonly Block[],
  repeats: readonly Repeat[],
): (Block | KnownBlock)[] {
  return [...blocks.filter(({ block_id: id }) => id !== TOLD_BLOCK && !isTick(id)), ...repeatBlocks(repeats)];
}

/** Reads the box of {@link repeatBlocks}. */
export function readConfirmed({ blocks, state }: ViewWithState): Confirmed {
  const blockId = blocks.find(({ block_id: id }) => isTick(id))?.block_id;
  if (blockId === undefined) return { kind: 'clear', seenUntil: undefined };
  const ticked = state.values[blockId]?.[SEND_REPEAT]?.selected_options?.[0]?.value;
  return ticked === undefined ? { kind: 'unticked', blockId } : { kind: 'clear', seenUntil: new Date(Number(ticked)) };
}

/** Slack itself wants the box ticked; a client that does not is told the same. */
export function tickSentence(people: number): string {
  return `Tick to send it again: ${people === 1 ? 'this recipient gets' : 'these recipients get'} the same message twice.`;
}

function isTick(id: string | undefined): boolean {
  return id?.startsWith(TICK_BLOCK) ?? false;
}

function repeatLine({ actorId, at, recipient }: Repeat): RichTextSection {
  return section(
    text('⚠ '),
    { type: 'user', user_id: actorId },
    text(` sent this to ${maskPhoneNumber(recipient)} at `),
    dateElement(at, '{time_secs}'),
    text('.'),
  );
}
