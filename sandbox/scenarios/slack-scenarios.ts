import {
  booking,
  card,
  IN_BOOKINGS,
  once,
  PRIYA,
  phoneMessages,
  requests,
  type Scenario,
  SEND,
  type Step,
  switched,
} from './scenario.ts';

const COMMAND: Step = { do: 'type', text: '/whatsapp-send booking_confirm +919876543210' };
const REFUSAL: Step = {
  do: 'see',
  what: 'No form opens, and the bot tells Asha at once',
  words: { in: 'conversation', match: /did not open/ },
};
const FORM: Step = { do: 'see', what: 'The form is open', words: { in: 'form', match: /Review/ } };

export const SLACK_SCENARIOS: readonly Scenario[] = [
  {
    name: 'slack-slow',
    about: 'slack',
    title: 'Slack answers the bot two seconds late',
    shows: 'The form opens late; nothing is lost and nothing is posted twice.',
    steps: [
      IN_BOOKINGS,
      switched('slack_slow', true),
      ...booking(PRIYA),
      SEND,
      card('The card is there, and right', /1 of 1 delivered/, 30),
      { do: 'see', what: 'There is one card', count: { of: 'cards', is: 1 } },
    ],
  },
  {
    name: 'slack-down',
    about: 'slack',
    title: 'Slack’s API is down when the form is due',
    shows: 'No form can open, and the person is told why.',
    steps: [IN_BOOKINGS, switched('slack_down', true), COMMAND, REFUSAL, switched('slack_down', false), COMMAND, FORM],
  },
  {
    name: 'slack-busy',
    about: 'slack',
    title: 'Slack tells the bot to wait (429)',
    shows: 'No form opens, the person is told, and the next try works.',
    steps: [IN_BOOKINGS, once('slack_busy_429'), COMMAND, REFUSAL, COMMAND, FORM],
  },
  {
    name: 'card-late',
    about: 'slack',
    title: 'Slack’s API goes down between the review and the card',
    shows: 'The message goes out all the same, and the card comes when Slack is back.',
    steps: [
      IN_BOOKINGS,
      ...booking(PRIYA),
      switched('slack_down', true),
      SEND,
      phoneMessages(1, 'Priya’s phone has the message; there is no card yet'),
      switched('slack_down', false),
      card('Slack is back, and the card with it: delivered', /1 of 1 delivered/, 40),
      requests(1, 'Kaleyra was asked once'),
    ],
  },
];
