import type { ListReview } from '../../src/flow/ports/store/lists/list-drafts.ts';
import { BOOKING_MESSAGE } from './sends.ts';
import { BOOKING, recipientOf, SENDER } from './slack-needs.ts';

/** A list of which some rows cannot be sent, and which was sent before. */
export const LIST_REVIEW: ListReview = {
  draftId: 'D1',
  planId: 'P1',
  digest: 'x',
  actorId: 'U1',
  channelId: 'C1',
  responseUrl: undefined,
  template: BOOKING,
  sender: SENDER.number,
  source: 'guests.csv',
  readAs: undefined,
  counts: { rows: 500, messages: 493, doubled: 0, leftOut: 7 },
  countries: [{ country: 'India', messages: 493 }],
  repaired: 0,
  unused: [],
  notes: [],
  problems: { lines: ['Row 7, column C (Amount): it is empty.'], count: 7, mayBeSeveral: true, mayRise: true },
  choices: {},
  samples: [{ which: 'the first', row: 2, recipient: recipientOf('+919876543210'), message: BOOKING_MESSAGE }],
  sameLists: [{ actorId: 'U2', at: 1_700_000_000_000 }],
  repeatedPeople: 0,
  seconds: 12,
  trialRows: 3,
  isRest: false,
};
