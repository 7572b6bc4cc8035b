import { describe, expect, it } from 'vitest';
import { repliesNote } from '../../../src/core/template/replies-note.ts';
import { templateOf } from '../../support/slack.ts';

function noteFor(...labels: string[]): string | undefined {
  const buttons = labels.map((label) => ({ kind: 'quick_reply', label }) as const);
  return repliesNote(templateOf({ name: 'any', buttons }));
}

describe('a message that invites answers', () => {
  it('is reviewed with a sentence that they do not come to Slack', () => {
    expect(noteFor('Stop')).toBe('Nobody in Slack sees who taps “Stop” or writes back: that goes to Kaleyra.');
    expect(noteFor('I have it', 'Later', 'Stop')).toContain('taps “I have it”, “Later” or “Stop” or writes back');
  });

  it('is one that has such buttons, and no other', () => {
    expect(noteFor()).toBeUndefined();
    expect(
      repliesNote(templateOf({ name: 'any', buttons: [{ kind: 'phone_number', label: 'Call', number: '+911' }] })),
    ).toBeUndefined();
  });
});
