import { z } from 'zod';

const schema = z.object({ sendId: z.string(), channelId: z.string() });

/** What a view about a send carries in its `private_metadata`: which send, and where the view was opened. */
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
