import type { FetchMedia, MediaProblem } from '../ports/media.ts';
import type { SavedReply } from '../ports/store/replies/replies.ts';

/** Sends a file to one person. @returns what to tell them of that */
type SendToPerson = (file: {
  readonly userId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly comment: string;
}) => Promise<string>;

const MAX_BYTES = 10 * 1024 * 1024;

const SENTENCES: Readonly<Record<MediaProblem, string>> = {
  not_allowed:
    'This file is not where Kaleyra keeps files, so I do not fetch it. Your admin can allow its host (MEDIA_HOSTS).',
  too_large: 'This file is larger than 10 MB, so I do not fetch it.',
  unknown_kind:
    'This file is of a kind that I do not pass on: photos, videos, voice messages, PDFs and Office files only.',
  unreachable:
    'I could not fetch this file: Kaleyra did not answer, or no longer keeps it. Press again in a moment; if that does not help, ask the person to send it again.',
};

/**
 * Fetches what a recipient sent and hands it to the person who pressed, to them alone. The provider's address is shown to no one.
 *
 * @returns what to tell the person
 */
export async function openMedia(
  { media }: Pick<SavedReply, 'media'>,
  to: { readonly userId: string; readonly comment: string },
  { fetchMedia, sendFile }: { readonly fetchMedia: FetchMedia; readonly sendFile: SendToPerson },
): Promise<string> {
  if (media === undefined) return SENTENCES.unreachable;
  const fetched = await fetchMedia(media.url, MAX_BYTES);
  if (!fetched.ok) return SENTENCES[fetched.failure];
  return sendFile({ ...to, ...fetched.value });
}
