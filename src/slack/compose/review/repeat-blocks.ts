import type { InputBlock, KnownBlock, RichTextSection } from '@slack/types';
import { formatPeople } from '../../../core/format.ts';
import { maskPhoneNumber } from '../../../core/recipients/phone-number.ts';
import { type DeliveryStatus, hasArrived } from '../../../core/send/delivery/status.ts';
import type { Repeat } from '../../../flow/ports/store/repeats.ts';
import { plainText } from '../../blocks/basic-blocks.ts';
import { inputBlock } from '../../blocks/inputs.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';
import type { FilledIn } from '../../blocks/view-inputs.ts';
import { SEND_REPEAT } from '../../ids.ts';
import { MAX_HINT_LENGTH, MAX_OPTION_LENGTH } from '../../limits.ts';

const REPEATS_BLOCK = 'repeats';
const TICK_BLOCK = 'repeat_tick';
const MAX_LISTED = 5;

type ReviewView = FilledIn<{ readonly selected_options?: readonly { value: string }[] | null }> & {
  readonly blocks: readonly { readonly block_id?: string }[];
};

/** Whether the person agreed to the repeats that a review showed. */
export type Confirmed =
  /** None were shown, or the box is ticked; then `seenUntil` is the newest of them. */
  | { readonly kind: 'clear'; readonly seenUntil: Date | undefined }
  | { readonly kind: 'unticked'; readonly blockId: string };

/** Who sent the same message to whom and when, and a box that has to be ticked; empty without repeats. */
export function repeatBlocks(repeats: readonly Repeat[]): (KnownBlock | InputBlock)[] {
  const seenUntil = Math.max(...repeats.map(({ at }) => at.getTime()));
  if (repeats.length === 0) return [];
  const lines = repeats.slice(0, MAX_LISTED).map(repeatLine);
  const more = repeats.length - lines.length;
  const rest = more > 0 ? [section(text(`and ${more} more`))] : [];
  const people = new Set(repeats.map(({ recipient }) => recipient)).size;
  const label = `This message was already sent to ${formatPeople(people)}`;
  const option = {
    text: plainText('Send it to them again anyway', MAX_OPTION_LENGTH),
    value: String(seenUntil),
  };
  const tick = inputBlock(`${TICK_BLOCK}_${seenUntil}`, label, {
    type: 'checkboxes',
    action_id: SEND_REPEAT,
    options: [option],
  });
  return [
    { type: 'rich_text', block_id: REPEATS_BLOCK, elements: [...lines, ...rest] },
    { ...tick, hint: plainText(tickSentence(people), MAX_HINT_LENGTH) },
  ];
}

/** The blocks of a review with these repeats instead of those that it showed before. */
export function withRepeats<Block extends { readonly block_id?: string }>(
  blocks: readonly Block[],
  repeats: readonly Repeat[],
): (Block | KnownBlock)[] {
  return [...repeatBlocks(repeats), ...blocks.filter(({ block_id: id }) => id !== REPEATS_BLOCK && !isTick(id))];
}

/** Reads the box of {@link repeatBlocks}. */
export function readConfirmed({ blocks, state }: ReviewView): Confirmed {
  const blockId = blocks.find(({ block_id: id }) => isTick(id))?.block_id;
  if (blockId === undefined) return { kind: 'clear', seenUntil: undefined };
  const ticked = state.values[blockId]?.[SEND_REPEAT]?.selected_options?.[0]?.value;
  const seenUntil = new Date(Number(ticked));
  return Number.isNaN(seenUntil.getTime()) ? { kind: 'unticked', blockId } : { kind: 'clear', seenUntil };
}

/** Slack itself insists on the tick; the bot says the same where a client does not. */
export function tickSentence(people: number): string {
  return `Tick to send it again: ${people === 1 ? 'this recipient gets' : 'these recipients get'} the same message twice.`;
}

function isTick(id: string | undefined): boolean {
  return id?.startsWith(TICK_BLOCK) ?? false;
}

function outcomeOf(status: DeliveryStatus): string {
  if (status === 'unknown') return 'nobody knows whether it arrived, so ask first';
  if (status === 'read') return 'it was read';
  return hasArrived(status) ? 'it arrived' : 'it is on its way';
}

function repeatLine({ actorId, at, recipient, status }: Repeat): RichTextSection {
  return section(
    text('⚠ '),
    { type: 'user', user_id: actorId },
    text(` sent this to ${maskPhoneNumber(recipient)} at `),
    dateElement(at, '{time_secs}, {date_short_pretty}'),
    text(`: ${outcomeOf(status)}.`),
  );
}
