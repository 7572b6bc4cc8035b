import type { Result } from '../../core/result.ts';

/** A file that a person sent on WhatsApp. */
export interface Media {
  /** Made from what the file is, never from what its sender calls it: `photo.jpg`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type MediaProblem =
  /** Its address is none where the provider keeps files. */
  | 'not_allowed'
  | 'too_large'
  /** It is no kind of file that people send each other. */
  | 'unknown_kind'
  /** It expired, or the provider does not answer. */
  | 'unreachable';

/** Fetches a file from where the provider keeps it. Never rejects. @param maxBytes counted after decompression */
export type FetchMedia = (url: string, maxBytes: number) => Promise<Result<Media, MediaProblem>>;
