import { z } from 'zod';
import { SIGNATURE_LENGTH } from '../access/signed-metadata.ts';
import { MAX_METADATA_LENGTH } from '../limits.ts';
import { AGAIN } from './again-blocks.ts';
import { COUNTRY_CHOICES } from './country-choice.ts';

const schema = z.object({
  channelId: z.string(),
  responseUrl: z.string().optional(),
  parentId: z.string().optional(),
  /** Which recipients of the send `parentId` get it again. */
  again: AGAIN.optional(),
  /** The reply whose writer gets it, and that number masked: the person may not read it. */
  toReply: z.object({ id: z.string(), shown: z.string() }).optional(),
  /** What the form asks about numbers without a country code. */
  countries: COUNTRY_CHOICES.optional(),
  /** The picker's value whose fields the view shows, with the whole name, because the value of a long name is a digest. */
  shown: z.object({ value: z.string(), name: z.string().optional(), language: z.string().optional() }).optional(),
  /** How often the form was started over: Slack keeps what was typed in a block of the same ID. */
  round: z.number().optional(),
  /** That the picker leaves templates out, and why. */
  notOffered: z.string().optional(),
  /** Values of fields that are not shown now, by label; they come back with a field of the same label. */
  kept: z.record(z.string(), z.string()).default({}),
});

/** What the compose view carries in its `private_metadata`, which Slack does not show. */
export type ComposeMetadata = z.infer<typeof schema>;

/** Leaves out kept values, those typed first, where Slack's limit has no room for all. */
export function writeComposeMetadata(metadata: ComposeMetadata): string {
  let room = MAX_METADATA_LENGTH - SIGNATURE_LENGTH - JSON.stringify({ ...metadata, kept: {} }).length;
  const newestFirst = Object.entries(metadata.kept).toReversed();
  const left = newestFirst.findIndex(([label, value]) => {
    // With its colon and its comma.
    room -= JSON.stringify(label).length + JSON.stringify(value).length + 2;
    return room < 0;
  });
  const kept = left < 0 ? newestFirst : newestFirst.slice(0, left);
  return JSON.stringify({ ...metadata, kept: Object.fromEntries(kept.toReversed()) });
}

/** The inverse of {@link writeComposeMetadata}; anything else reads as empty. */
export function readComposeMetadata(text: string): ComposeMetadata {
  const nothing = { channelId: '', kept: {} };
  try {
    return schema.catch(nothing).parse(JSON.parse(text));
  } catch {
    return nothing;
  }
}
