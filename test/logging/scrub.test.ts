import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber } from '../../src/logging/scrub.ts';

const KEY = 'Ab12cd34ef56';
const scrubber = createScrubber([KEY, 'sign/ing+secret']);

describe('the scrubber', () => {
  it.each([
    ['nested', { a: { b: { c: '+919876543210' } } }],
    ['an array', { to: ['919876543210', '+91 98765 43210'] }],
    ['a number', { to: 919876543210, next: true }],
    ['a message', { msg: 'could not send to 919876543210: refused' }],
    ['a URL', { url: 'https://x.example/cb?mobile=919876543210&id=1' }],
    ['a URL with its plus encoded', { url: '/cb?mobile=%2B919876543210' }],
    ['brackets and dots', { text: '(+91) 98765.43210' }],
  ])('masks a phone number in %s and leaves JSON that parses', (_, data) => {
    const line = scrubber.scrub(JSON.stringify(data));

    expect(line.replaceAll(/\D/g, '')).not.toContain('9876543210');
    expect(JSON.parse(line)).toBeTypeOf('object');
  });

  it.each([
    ['the key', { headers: { 'Api-Key': KEY } }],
    ['a secret that a form encodes', { body: `a=${encodeURIComponent('sign/ing+secret')}` }],
    ['a Slack token', { err: 'Bearer xoxb-123-abc-DEF failed' }],
    ['a response_url', { response_url: 'https://hooks.slack.com/commands/T1/2/abc' }],
  ])('hides %s', (_, data) => {
    const line = scrubber.scrub(JSON.stringify(data));

    expect(line).not.toMatch(/Ab12cd34ef56|sign%2F|xoxb|hooks\.slack/);
  });

  it.each([
    ['a message ID', '9a5483d1-40d8-48b9-88f7-e00000000ea1:1'],
    ['a time in milliseconds', 1_763_800_000_123],
    ['a Slack ts', '1763800000.123456'],
    ['an ISO time', '2026-11-22T16:20:00.000Z'],
    ['an address with its port', '127.0.0.1:54321'],
    ['a send ID', '01JD3V7Q2ZK8T5N4M3P2R1S0W9'],
  ])('spares %s', (_, value) => {
    const line = JSON.stringify({ value });

    expect(scrubber.scrub(line)).toBe(line);
  });

  it('hides the parameters of sends under way, and forgets the oldest', () => {
    const small = createScrubber([], 2);
    small.remember(['Asha "the boss"', 'BK-7781']);

    expect(small.scrub(JSON.stringify({ msg: 'template for Asha "the boss", BK-7781' }))).not.toMatch(/Asha|7781/);

    small.remember(['one1', 'two2']);

    expect(small.scrub('BK-7781')).toBe('BK-7781');
  });

  it('leaves no number of seven digits or more in any JSON', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{6,14}$/), fc.jsonValue(), (number, other) => {
        fc.pre(!/^1[6-9]\d{11}$/.test(number));

        const line = scrubber.scrub(JSON.stringify({ other, text: `to ${number}.`, number }));

        expect(line).not.toContain(number);
        JSON.parse(line);
      }),
    );
  });
});
