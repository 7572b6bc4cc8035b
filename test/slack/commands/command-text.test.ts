import { describe, expect, it } from 'vitest';
import { decodeCommandText } from '../../../src/slack/commands/command-text.ts';

describe("a command's text", () => {
  it.each([
    ['<tel:+919876543210|+91 98765 43210>', '+91 98765 43210'],
    ['<tel:+919876543210>', '+919876543210'],
    ['a <tel:+911|+91 1>, <tel:+912|+91 2>', 'a +91 1, +91 2'],
    ['<@U123|asha> <#C1|support> <!here> <!subteam^S1|@ops>', '@asha #support @here @ops'],
    ['<@U123>', '@U123'],
    ['<https://example.com/a|example.com/a> <mailto:a@b.c|a@b.c>', 'example.com/a a@b.c'],
    ['<https://example.com/a?b=1&amp;c=2>', 'example.com/a?b=1&c=2'],
    ['a &amp; b &lt; c &gt; d', 'a & b < c > d'],
    ['&amp;lt;', '&lt;'],
    ['  help  ', 'help'],
  ])('%s is what the person typed: %s', (text, typed) => {
    expect(decodeCommandText(text)).toBe(typed);
  });
});
