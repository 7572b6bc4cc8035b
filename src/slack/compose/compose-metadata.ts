import { z } from 'zod';
import { AGAIN } from './again-blocks.ts';

/** Slack's limit for a view's `private_metadata`. */
const MAX_LENGTH = 3000;

const schema = z.object({
  channelId: z.string(),
  responseUrl: z.string().optional(),
  parentId: z.string().optional(),
  /** For whom the send `parentId` is made again. */
  again: AGAIN.optional(),
  /** The picker's value whose fields the view shows; with its name in full, because a long one is a digest there. */
  shown: z.object({ value: z.string(), name: z.string().optional(), language: z.string().optional() }).optional(),
  /** Values of fields that are not shown now, by {@link labelKeys}; they come back with a field of the same label. */
  kept: z.record(z.string(), z.string()).default({}),
});

/** What the compose view carries that no input holds. Slack shows it to nobody. */
export type ComposeMetadata = z.infer<typeof schema>;

/** Kept values are a courtesy: the ones that were typed first go when there is no room. */
export function writeComposeMetadata(metadata: ComposeMetadata): string {
  let room = MAX_LENGTH - JSON.stringify({ ...metadata, kept: {} }).length;
  const newestFirst = Object.entries(metadata.kept).toReversed();
  const left = newestFirst.findIndex(([label, value]) => {
    // With its colon and its comma.
    room -= JSON.stringify(label).length + JSON.stringify(value).length + 2;
    return room < 0;
  });
  const kept = left < 0 ? newestFirst : newestFirst.slice(0, left);
  return JSON.stringify({ ...metadata, kept: Object.fromEntries(kept.toReversed()) });
}

/** Reads what {@link writeComposeMetadata} wrote; what an older release wrote differently reads as nothing. */
export function readComposeMetadata(text: string): ComposeMetadata {
  const nothing = { channelId: '', kept: {} };
  try {
    return schema.catch(nothing).parse(JSON.parse(text));
  } catch {
    return nothing;
  }
}
