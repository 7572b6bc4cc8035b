import type { FetchMedia, MediaProblem } from '../ports/media.ts';
import type { SavedReply } from '../ports/store/replies/replies.ts';

/** Sends a file to one person. */
type SendToPerson = (file: {
  readonly userId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly comment: string;
}) => Promise<{ readonly kind: string }>;

const MAX_BYTES = 10 * 1024 * 1024;

const SENTENCES: Readonly<Record<MediaProblem, string>> = {
  not_allowed:
    'This file is not where Kaleyra keeps files, so I do not fetch it. Your admin can allow its host (MEDIA_HOSTS).',
  too_large: 'This file is larger than 10 MB, so I do not fetch it.',
  unknown_kind:
    'This file is of a kind that I do not pass on: photos, videos, voice messages, PDFs and Office files only.',
  unreachable:
    'I could not fetch this file: Kaleyra does not give it any more, or did not answer. Press again in a moment.',
};
const NOT_TO_YOU =
  'I could not send you the file: this app needs the permission files:write. An admin can add it and install the app again.';
const SENT_TO_YOU = 'The file is in a direct message that I sent you.';

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
  const sent = await sendFile({ ...to, ...fetched.value });
  return sent.kind === 'sent' || sent.kind === 'maybe_sent' ? SENT_TO_YOU : NOT_TO_YOU;
}
