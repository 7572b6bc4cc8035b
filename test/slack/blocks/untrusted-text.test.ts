import { describe, expect, it } from 'vitest';
import { cutText } from '../../../src/core/text.ts';
import { untrustedLine, untrustedMrkdwn, untrustedText } from '../../../src/slack/blocks/untrusted-text.ts';

describe('text of other people in a block', () => {
  it('has line feeds for every kind of line end and keeps tabs', () => {
    expect(untrustedText('a\r\nb\rc\u2028d\te')).toBe('a\nb\nc\nd\te');
  });

  it.each([
    ['a NUL', '\u0000'],
    ['a backspace', '\u0008'],
    ['an escape', '\u001b'],
    ['a delete', '\u007f'],
    ['an arabic letter mark', '\u061c'],
    ['a blank without width', '\u200b'],
    ['a left-to-right mark', '\u200e'],
    ['a right-to-left mark', '\u200f'],
    ['an embedding', '\u202a'],
    ['an override', '\u202e'],
    ['a word joiner', '\u2060'],
    ['an isolate', '\u2066'],
    ['the end of an isolate', '\u2069'],
    ['a mark of a digit form', '\u206f'],
    ['a byte order mark', '\ufeff'],
    ['an annotation', '\ufff9'],
  ])('has no %s, which would make it look different from what it is', (_, mark) => {
    expect(untrustedText(`a${mark}b`)).toBe('ab');
  });

  it('keeps the joiners that scripts and emoji need', () => {
    expect(untrustedText('क्\u200dष 👩\u200d👧 न\u200c')).toBe('क्\u200dष 👩\u200d👧 न\u200c');
  });

  it('has no half characters', () => {
    expect(untrustedText('a\ud83d')).toBe('a\ufffd');
  });

  it('is cut between characters, with a sign that something is gone', () => {
    expect(cutText('😀😀😀', 6)).toBe('😀😀😀');
    expect(cutText('😀😀😀', 4)).toBe('😀…');
    expect(untrustedLine(' a\n\n b ', 3)).toBe('a b');
  });
});

describe('text of other people in a notification', () => {
  it('keeps a template name as it is', () => {
    expect(untrustedMrkdwn('booking_confirm_2', 100)).toBe('booking_confirm_2');
  });

  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<https://evil.example|bank>', '&lt;https//evil.examplebank&gt;'],
    ['&lt;', '&amp;lt;'],
    ['*b* _i_ ~s~ `c` :smile: @here #general', 'b i s c smile here general'],
  ])('takes the meaning out of %s', (text, shown) => {
    expect(untrustedMrkdwn(text, 100)).toBe(shown);
  });
});
