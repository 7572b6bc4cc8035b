import { describe, expect, it } from 'vitest';
import { decidedSentence } from '../../../src/slack/rules/decided-sentences.ts';

type Decided = Parameters<typeof decidedSentence>[0];
const of = (kind: string, more: object = {}) => decidedSentence({ kind, ...more } as Decided);

describe('what a person is told of their press', () => {
  it.each(['approved', 'counted'])('is nothing where their copy of the card says it all: %s', (kind) => {
    expect(of(kind)).toBeUndefined();
  });

  it.each([
    ['said_before', 'you have answered this already'],
    ['own_send', 'a colleague has to approve it'],
    ['not_an_approver', 'you are not among those who may approve this'],
    ['roles_unknown', 'Slack could not say which groups you are in'],
    ['changed', 'what would leave is not what you were shown'],
    ['not_found', 'no longer in my records'],
  ])('is that nothing changed, and why: %s', (kind, why) => {
    expect(of(kind)).toMatch(/^Nothing changed: /);
    expect(of(kind)).toContain(why);
  });

  it.each([
    ['waiting', 'Press the button again'],
    ['approved', 'it is approved already'],
    ['declined', 'a colleague has declined it'],
    ['expired', 'not approved in time, and nothing was sent'],
    ['withdrawn', 'withdrawn, and nothing was sent'],
    ['to_review', 'waits to be reviewed'],
    ['reviewed', 'a colleague has reviewed it already'],
  ])('is that nothing changed where it came too late: %s', (state, why) => {
    expect(of('too_late', { state })).toMatch(/^Nothing changed/);
    expect(of('too_late', { state })).toContain(why);
  });
});
