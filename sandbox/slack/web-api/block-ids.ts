import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Block } from '../../protocol.ts';

const Blocks = z.array(z.looseObject({ type: z.string() }));

/** The same blocks with an ID where the bot gave none, as Slack adds them. */
export function withIds(blocks: unknown): readonly Block[] {
  return Blocks.parse(blocks ?? []).map((block) => ({
    ...block,
    block_id: block['block_id'] ?? newId(),
    ...namedElements(block),
  }));
}

const NEEDS_ACTION_ID = /^(button|overflow|checkboxes|radio_buttons|(date|time|datetime)picker|.*_select|.*_input)$/;

function namedElements(block: Block): Record<string, unknown> {
  const { elements, element, accessory } = block;
  return {
    ...(Array.isArray(elements) && { elements: elements.map(named) }),
    ...(element !== undefined && { element: named(element) }),
    ...(accessory !== undefined && { accessory: named(accessory) }),
  };
}

function named(element: unknown): unknown {
  const read = z.looseObject({ type: z.string(), action_id: z.string().optional() }).safeParse(element);
  if (!read.success || read.data.action_id !== undefined || !NEEDS_ACTION_ID.test(read.data.type)) return element;
  return { ...read.data, action_id: newId() };
}

function newId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}

/** How many characters of text the blocks hold altogether. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, one]) => sum + (name === 'text' && typeof one === 'string' ? one.length : textLength(one)),
    0,
  );
}
