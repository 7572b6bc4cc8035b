import type { RichTextElement } from '@slack/types';
import type { ReplyKind } from '../../core/replies/reply.ts';
import { cutText } from '../../core/text.ts';
import type { SavedReply } from '../../flow/ports/store/replies/replies.ts';
import { text } from '../blocks/rich-text.ts';
import { untrustedLine, untrustedText } from '../blocks/untrusted-text.ts';

/** What came in place of words, and how a sentence calls it. */
const SENT: Readonly<Record<Exclude<ReplyKind, 'text' | 'button' | 'choice'>, string>> = {
  reaction: 'reacted',
  image: 'sent a photo',
  video: 'sent a video',
  voice: 'sent a voice message',
  document: 'sent a document',
  contact: 'sent a contact',
  location: 'sent a place',
  other: 'sent something that cannot be shown here',
};

const MAX_TAPPED_LENGTH = 100;

type Said = Pick<SavedReply, 'kind' | 'text'>;

/** What a person wrote or tapped, after their name: `: Can I come an hour later?`, ` tapped Yes`. It is never markup. */
export function saidElements({ kind, text: words = '' }: Said, maxLength: number): RichTextElement[] {
  switch (kind) {
    case 'text':
      return [text(`: ${shown(words, maxLength)}`)];
    case 'button':
    case 'choice':
      return [text(' tapped '), text(tapped(words), { bold: true })];
    case 'reaction':
      return [
        text(words === '' ? ' took back a reaction' : ` reacted with ${untrustedLine(words, MAX_TAPPED_LENGTH)}`),
      ];
    default: {
      const what = ` ${SENT[kind]}`;
      return [text(words === '' ? what : `${what}: ${shown(words, maxLength)}`)];
    }
  }
}

/** The same as plain text on one line, for a notification, a list or a file. */
export function saidText(said: Said, maxLength: number): string {
  const words = saidElements(said, maxLength).map((element) => (element.type === 'text' ? element.text : ''));
  return untrustedLine(words.join(''), maxLength).replace(/^: /, '');
}

function tapped(words: string): string {
  return untrustedLine(words, MAX_TAPPED_LENGTH) || 'a button';
}

function shown(words: string, maxLength: number): string {
  return cutText(untrustedText(words), maxLength);
}
