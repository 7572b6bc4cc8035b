import { z } from 'zod';

const schema = z.object({
  sendId: z.string(),
  channelId: z.string(),
  page: z.number().int().nonnegative(),
  scope: z.enum(['all', 'attention', 'with_message_id', 'answers']),
  /** The database's time at which the view was read, in milliseconds since the epoch. */
  asOf: z.number(),
});

/** What a view about a send carries in its `private_metadata`: which send, where the view was opened, and what it shows. */
export type SendMetadata = z.infer<typeof schema>;

export function writeSendMetadata(metadata: SendMetadata): string {
  return JSON.stringify(metadata);
}

/** The inverse of {@link writeSendMetadata}; undefined for anything else. */
export function readSendMetadata(text: string): SendMetadata | undefined {
  try {
    return schema.optional().catch(undefined).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
