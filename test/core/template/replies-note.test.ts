import { describe, expect, it } from 'vitest';
import { repliesNote } from '../../../src/core/template/replies-note.ts';
import { templateOf } from '../../support/slack.ts';

function noteFor(labels: readonly string[], arrive: boolean, payloads: readonly string[] = []): string | undefined {
  const buttons = labels.map((label) => ({ kind: 'quick_reply', label }) as const);
  return repliesNote(templateOf({ name: 'any', buttons }), { payloads }, arrive);
}

describe('a message that invites answers', () => {
  it('is reviewed with a sentence that they do not come to Slack', () => {
    expect(noteFor(['Stop'], false)).toBe('Nobody in Slack sees who taps “Stop” or writes back: that goes to Kaleyra.');
    expect(noteFor(['I have it', 'Later', 'Stop'], false)).toContain(
      'taps “I have it”, “Later” or “Stop” or writes back',
    );
  });

  it('is reviewed with a sentence that they come to the thread, and how a tap finds it', () => {
    const shown = 'Who taps “Yes” or “No” or writes back is shown in the thread of this message.';
    const marked = ' A button without a hidden code carries a mark of mine, by which I find the message again.';
    expect(noteFor(['Yes', 'No'], true)).toBe(shown + marked);
    expect(noteFor(['Yes', 'No'], true, ['CODE_A', ''])).toBe(shown + marked);
    expect(noteFor(['Yes', 'No'], true, ['CODE_A', 'CODE_B'])).toBe(shown);
  });

  it('is one that has such buttons, and no other', () => {
    expect(noteFor([], true)).toBeUndefined();
    const call = templateOf({ name: 'any', buttons: [{ kind: 'phone_number', label: 'Call', number: '+911' }] });
    expect(repliesNote(call, { payloads: [] }, true)).toBeUndefined();
  });
});
