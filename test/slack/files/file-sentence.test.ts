import { describe, expect, it } from 'vitest';
import { classifyErrorCode, later } from '../../../src/slack/client/slack-failure.ts';
import { fileSentence } from '../../../src/slack/files/file-sentence.ts';

describe('what a person is told who asked for a file', () => {
  it.each([
    ['was sent', { kind: 'sent' }, /^It is there\.$/],
    ['may have been sent', { kind: 'maybe_sent' }, /did not say whether .* Look .* before you press again/],
    ['lacks a permission', classifyErrorCode('missing_scope'), /permission files:write\. An admin can add it/],
    [
      'has a dead token',
      classifyErrorCode('token_revoked'),
      /refused the file \(token_revoked\).*Show this to your admin/,
    ],
    ['goes to somebody who left', classifyErrorCode('user_disabled'), /refused the file \(user_disabled\)/],
    ['met a Slack that is down', later('http_503'), /^Slack is busy or did not answer.* Press the button again/],
  ] as const)('is what became of it: it %s', (_, result, sentence) => {
    expect(fileSentence(result, 'It is there.')).toMatch(sentence);
  });
});
