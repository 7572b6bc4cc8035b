import type { ActionsBlock, KnownBlock, PlainTextOption, RichTextElement, RichTextSection } from '@slack/types';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import type { HistoryEntry } from '../../core/send/delivery/history.ts';
import type { ShowNumber } from '../../core/send/number-shown.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { messageIdText, statusText } from '../cards/recipient-lines.ts';
import { TICK_RECIPIENTS } from '../ids.ts';
import { MAX_CHECKBOXES, MAX_OPTION_LENGTH } from '../limits.ts';
import { historyLine } from './history-lines.ts';

interface Shown {
  readonly delivery: Delivery;
  readonly history: RichTextElement[];
}

interface Options {
  readonly since: Date;
  readonly history: ReadonlyMap<string, readonly HistoryEntry[]>;
  readonly show: ShowNumber;
  /** Part of the IDs of the boxes' blocks: Slack keeps ticks in a block with the same ID. */
  readonly reading: string;
}

/**
 * The recipients in their order: those who are unknown as boxes to tick, everybody else as text. What happened to neighbours
 * with the same history is said once, below their boxes. At most two blocks for each recipient.
 */
export function recipientBlocks(deliveries: readonly Delivery[], options: Options): KnownBlock[] {
  const { history, since } = options;
  const all = deliveries.map((delivery) => ({
    delivery,
    history: historyLine(since, history.get(delivery.id) ?? []),
  }));
  return runsOf(all).flatMap((run) => runBlocks(run, options));
}

/** Neighbours that one group of boxes can hold, or that are text. */
function runsOf(all: readonly Shown[]): Shown[][] {
  const runs: Shown[][] = [];
  for (const shown of all) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && belongsTo(run, run[0], shown)) run.push(shown);
    else runs.push([shown]);
  }
  return runs;
}

function belongsTo({ length }: readonly Shown[], first: Shown, next: Shown): boolean {
  if (isUnknown(first) !== isUnknown(next)) return false;
  return !isUnknown(next) || (length < MAX_CHECKBOXES && isSameHistory(first, next));
}

function isUnknown({ delivery }: Shown): boolean {
  return delivery.status === 'unknown';
}

function isSameHistory(a: Shown, b: Shown): boolean {
  return JSON.stringify(a.history) === JSON.stringify(b.history);
}

function runBlocks(run: readonly Shown[], { reading, show }: Options): KnownBlock[] {
  const [first] = run;
  if (first === undefined) return [];
  if (!isUnknown(first)) return [richText(...run.map((shown) => recipientLines(shown, show)))];
  const options = run.map(
    ({ delivery }): PlainTextOption => ({
      text: plainText(`${show(delivery.recipient)}   ${statusText(delivery)}`, MAX_OPTION_LENGTH),
      value: delivery.id,
    }),
  );
  const boxes: ActionsBlock = {
    type: 'actions',
    block_id: `unknown:${reading}:${first.delivery.id}`,
    elements: [{ type: 'checkboxes', action_id: TICK_RECIPIENTS, options }],
  };
  return [boxes, richText(section(...first.history))];
}

function recipientLines({ delivery, history }: Shown, show: ShowNumber): RichTextSection {
  const id = messageIdText(delivery);
  return section(
    text(`${show(delivery.recipient)}   ${statusText(delivery)}`, { bold: true }),
    ...(id === undefined ? [] : [text('   '), text(id, { code: true })]),
    text('\n'),
    ...history,
  );
}
