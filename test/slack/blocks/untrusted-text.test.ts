import { describe, expect, it } from 'vitest';
import { cutText, untrustedLine, untrustedMrkdwn, untrustedText } from '../../../src/slack/blocks/untrusted-text.ts';

describe('text of other people in a block', () => {
  it('has line feeds for every kind of line end and keeps tabs', () => {
    expect(untrustedText('a\r\nb\rc\u2028d\te')).toBe('a\nb\nc\nd\te');
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
