import type { Decided } from '../../flow/rules/decide-send.ts';

export const NOT_DECIDED =
  'Nothing changed: this could not be saved just now. Press the button again in a moment; it counts only once.';

const ENDED = {
  waiting: 'Nothing changed. Press the button again.',
  approved: 'Nothing changed: it is approved already.',
  declined: 'Nothing changed: a colleague has declined it.',
  expired: 'Nothing changed: it was not approved in time, and nothing was sent.',
  withdrawn: 'Nothing changed: it was withdrawn, and nothing was sent.',
  to_review: 'Nothing changed: it left already, and waits to be reviewed.',
  reviewed: 'Nothing changed: a colleague has reviewed it already.',
} as const satisfies Record<Extract<Decided, { kind: 'too_late' }>['state'], string>;

/** What a person should know of their press; undefined where their copy of the card says it all. */
export function decidedSentence(decided: Decided): string | undefined {
  switch (decided.kind) {
    case 'approved':
    case 'counted':
      return undefined;
    case 'too_late':
      return ENDED[decided.state];
    case 'said_before':
      return 'Nothing changed: you have answered this already.';
    case 'own_send':
      return 'Nothing changed: you asked for this, so a colleague has to approve it.';
    case 'not_an_approver':
      return 'Nothing changed: by the policy as it is now you are not among those who may approve this.';
    case 'roles_unknown':
      return 'Nothing changed: Slack could not say which groups you are in. Press the button again in a minute.';
    case 'changed':
      return 'Nothing changed: what would leave is not what you were shown. Look at the newest copy before you approve it.';
    case 'not_found':
      return 'Nothing changed: this message is no longer in my records.';
  }
}
