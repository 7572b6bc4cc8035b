import { KILLED_IN_FLIGHT } from '../../scenarios/bot-scenarios.ts';
import { booking, card, IN_BOOKINGS, PRIYA, phoneMessages, SEND, type Step } from '../../scenarios/scenario.ts';
import type { Pane } from '../bottom-bar.tsx';

/** One stop of the tour: what to look at, one sentence about it, and what happens on the way to the next. */
export interface TourStop {
  /** CSS selector of what is highlighted: the last match that can be seen. */
  readonly at: string;
  readonly pane: Pane;
  readonly says: string;
  readonly go: string;
  readonly steps: readonly Step[];
  /** A new story: what was there before does not count in it. */
  readonly startsAnew?: true;
}

const [opened, filled, reviewed] = booking(PRIYA);
const some = (...steps: readonly (Step | undefined)[]) => steps.filter((step) => step !== undefined);
const killAt = KILLED_IN_FLIGHT.findIndex((step) => step.do === 'bot');

export const TOUR: readonly TourStop[] = [
  {
    at: '.slack',
    pane: 'chat',
    says: 'This is a small Slack workspace with people, channels and a bot that runs as it does in production. Nothing leaves this machine.',
    go: 'Begin',
    steps: [IN_BOOKINGS],
    startsAnew: true,
  },
  {
    at: '.composer-box',
    pane: 'chat',
    says: 'It starts with one command. Asha wants to confirm a booking to Priya on WhatsApp.',
    go: 'Type it',
    steps: some(opened, { do: 'see', what: 'The form is open', words: { in: 'form', match: /Booking number/ } }),
  },
  {
    at: 'dialog.view',
    pane: 'chat',
    says: 'The form knows the template: one field for each value that it needs, and the recipients that Asha typed.',
    go: 'Fill it in',
    steps: some(filled, reviewed, { do: 'see', what: 'The review', words: { in: 'form', match: /Send to/ } }),
  },
  {
    at: 'dialog.view',
    pane: 'chat',
    says: 'The review shows exactly what Priya will get. Nothing has been sent yet.',
    go: 'Send it',
    steps: [SEND, phoneMessages(1, 'The phone has the message')],
  },
  {
    at: `[data-number="${PRIYA}"]`,
    pane: 'phones',
    says: 'Priya’s phone has it. Read it for her: the ticks turn blue, and a report goes back to the bot.',
    go: 'Read it',
    steps: [{ do: 'phone', number: PRIYA, act: 'read' }, card('The card says read', /1 of 1 read/)],
  },
  {
    at: '[data-author="bot"]:last-of-type',
    pane: 'chat',
    says: 'The card in the channel has followed by itself: who sent what, its message ID, and that it was read.',
    go: 'See the request',
    steps: [],
  },
  {
    at: '.traffic-item, #panel-body',
    pane: 'kaleyra',
    says: 'This is the one request that Kaleyra got, field by field, and below it each report that came back.',
    go: 'Now break it',
    steps: KILLED_IN_FLIGHT.slice(0, 2),
    startsAnew: true,
  },
  {
    at: '[data-fault="hang_after_sending"]',
    pane: 'faults',
    says: 'Now Kaleyra will take the message and never answer. This is the hard case: the bot cannot know whether it was sent.',
    go: 'Send another',
    steps: KILLED_IN_FLIGHT.slice(2, killAt),
  },
  {
    at: '.bot',
    pane: 'bot',
    says: 'The phone has the message, and the bot still waits for the answer. Now the bot is killed, as in a crash, and started again.',
    go: 'Kill it',
    steps: KILLED_IN_FLIGHT.slice(killAt, killAt + 2),
  },
  {
    at: '[data-author="bot"]:last-of-type',
    pane: 'chat',
    says: 'The new bot finds the message in its ledger. It does not send it again: it waits for a delivery report.',
    go: 'Wait for it',
    steps: KILLED_IN_FLIGHT.slice(killAt + 2),
  },
  {
    at: '[data-author="bot"]:last-of-type',
    pane: 'chat',
    says: 'One message on the phone, one request to Kaleyra, and a card that is right. That is what this bot is for.',
    go: 'Finish',
    steps: [],
  },
];
