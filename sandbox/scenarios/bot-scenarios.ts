import {
  booking,
  card,
  IN_BOOKINGS,
  once,
  PRIYA,
  phoneMessages,
  RAHUL,
  requests,
  type Scenario,
  SEND,
  type Step,
  switched,
} from './scenario.ts';

const bot = (order: 'kill' | 'stop' | 'start', name = 'bot-1'): Step => ({ do: 'bot', order, name });

/** A lease ends 15 s after its process stopped renewing it; only then does another bot call the message unknown. */
const LEASE_SECONDS = 35;

/** The bot dies after its request reached Kaleyra and before the answer came. */
export const KILLED_IN_FLIGHT: readonly Step[] = [
  IN_BOOKINGS,
  once('hang_after_sending'),
  ...booking(PRIYA),
  SEND,
  phoneMessages(1, 'Kaleyra has it and the phone has it; the bot waits for the answer'),
  bot('kill'),
  bot('start'),
  card(
    'The card says that it may have been sent, or how far a report says it got',
    /may have been sent|1 of 1 (sent|delivered)/,
    35,
  ),
  { do: 'phone', number: PRIYA, act: 'read' },
  card('Priya reads it, the report comes, and the card is right: read', /1 of 1 read/, LEASE_SECONDS),
  requests(1, 'Kaleyra was asked once: the new bot did not send it again'),
  phoneMessages(1, 'Priya has one message'),
];

export const BOT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'killed-queued',
    about: 'bot',
    title: 'The bot is killed while a message is queued',
    shows: 'What was accepted is in the ledger: the next process sends it.',
    steps: [
      IN_BOOKINGS,
      switched('kaleyra_down', true),
      ...booking(PRIYA),
      SEND,
      card('The message is queued', /1 of 1 queued/),
      bot('kill'),
      switched('kaleyra_down', false),
      bot('start'),
      card('The new bot has sent it', /1 of 1 delivered/, 50),
      phoneMessages(1, 'Priya has one message'),
    ],
  },
  {
    name: 'killed-in-flight',
    about: 'bot',
    title: 'The bot is killed while it waits for Kaleyra’s answer',
    shows: 'The message is not sent again, and the card ends up right.',
    steps: KILLED_IN_FLIGHT,
  },
  {
    name: 'second-bot',
    about: 'bot',
    title: 'A second bot takes over',
    shows: 'Two bots share one ledger: each message goes out once, and either of them may die.',
    steps: [
      IN_BOOKINGS,
      bot('start', 'bot-2'),
      ...booking(PRIYA),
      SEND,
      card('With two bots running there is one card', /1 of 1 delivered/),
      bot('kill'),
      ...booking(RAHUL),
      SEND,
      card('The second one carries on alone', /•••• 2345\s*delivered/),
      bot('start'),
      bot('stop', 'bot-2'),
      phoneMessages(2, 'One message on each phone'),
      requests(2, 'Kaleyra was asked twice, for two messages'),
    ],
  },
];
