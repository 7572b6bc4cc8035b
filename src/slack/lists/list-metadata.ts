import { z } from 'zod';

const schema = z.object({
  /** Where the command was run: the result may be posted there. */
  channelId: z.string(),
  responseUrl: z.string().optional(),
  /** The list that was read already, with all that was answered. */
  draftId: z.string().optional(),
  /** The plan that a review shows. */
  planId: z.string().optional(),
});

/** What the views of a list carry in their `private_metadata`, which Slack does not show. */
export type ListMetadata = z.infer<typeof schema>;

export function writeListMetadata(metadata: ListMetadata): string {
  return JSON.stringify(metadata);
}

/** The inverse of {@link writeListMetadata}; anything else reads as empty. */
export function readListMetadata(text: string): ListMetadata {
  const nothing = { channelId: '' };
  try {
    return schema.catch(nothing).parse(JSON.parse(text));
  } catch {
    return nothing;
  }
}
