import { guests } from '../sheets/guests.ts';
import {
  booking,
  card,
  GIULIA,
  IN_BOOKINGS,
  PRIYA,
  phoneMessages,
  RAHUL,
  requests,
  type Scenario,
  SEND,
  type See,
  type Step,
} from './scenario.ts';

/** The booking is on both phones. */
const ON_PHONES: readonly Step[] = [
  IN_BOOKINGS,
  ...booking(PRIYA, RAHUL),
  SEND,
  card('Both guests have their booking', /2 of 2 (delivered|read)|read.*delivered ✓✓ of 2/, 20),
];

const TWENTY = guests(20).map(({ number }) => number);

const APPOINTMENT = { "Patient's name": 'Ravi', Doctor: 'Dr Iyer', Date: 'Monday 14 July', Time: '10:30' };

function taps(number: string, text: string): Step {
  return { do: 'phone', number, act: 'tap', text };
}

function writes(number: string, text: string): Step {
  return { do: 'phone', number, act: 'write', text };
}

function thread(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'conversation', match }, withinSeconds: 20 };
}

function form(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'form', match } };
}

export const REPLY_SCENARIOS: readonly Scenario[] = [
  {
    name: 'reply-answered',
    about: 'replies',
    title: 'Priya asks, and an agent answers in time',
    shows:
      'Her question lands under the card; the answer goes back as a text, once, and its ticks stand in the thread.',
    steps: [
      ...ON_PHONES,
      writes(PRIYA, 'Can I come an hour later?'),
      card('The card counts the reply', /1 reply · 1 has not answered/, 20),
      thread('It stands in the thread, with a masked number', /•••• 3210.*Can I come an hour later/),
      { do: 'click', button: 'Answer on WhatsApp' },
      form('The form says how long the window is open', /Window open until/),
      { do: 'fill', values: { 'Your answer': 'Yes, at ten.' } },
      { do: 'press', button: 'Send' },
      thread('The answer has arrived', /answered •••• 3210.*Yes, at ten\..*(delivered|read)/),
      phoneMessages(3, 'Priya has the answer'),
      requests(2, 'Kaleyra was asked twice: for the booking and for the answer'),
    ],
  },
  {
    name: 'reply-closed',
    about: 'replies',
    title: 'The 24 hours for an answer are over',
    shows: 'WhatsApp would refuse words of one’s own now: the form says so, and offers a template instead.',
    steps: [
      IN_BOOKINGS,
      ...booking(GIULIA),
      SEND,
      card('Giulia has her booking', /delivered|read/, 20),
      { do: 'phone', number: GIULIA, act: 'write', text: 'Is there a train?', hoursAgo: 25 },
      thread('What she wrote a day ago is in the thread', /•••• 4567.*Is there a train/),
      { do: 'click', button: 'Answer on WhatsApp' },
      form(
        'The form says that the time is over',
        /for 24 hours after the person last wrote, and those 24 hours are over/,
      ),
      { do: 'press', button: 'Send a template' },
      form('A template goes to her all the same', /Recipients?: .*4567/),
    ],
  },
  {
    name: 'reply-tally',
    about: 'replies',
    title: 'Twenty people answer with a button, or do not',
    shows: 'Each tap finds its message, and the card counts who said what and who has not answered.',
    steps: [
      IN_BOOKINGS,
      { do: 'type', text: `/whatsapp-send appointment_reminder ${TWENTY.map((number) => `+${number}`).join(', ')}` },
      { do: 'fill', values: APPOINTMENT },
      { do: 'press', button: 'Review' },
      SEND,
      card('Twenty people have the question', /20 of 20 (delivered|read)/, 30),
      ...TWENTY.slice(0, 12).map((number) => taps(number, 'I will come')),
      ...TWENTY.slice(12, 15).map((number) => taps(number, 'Change the time')),
      card(
        'The card counts the answers, and those who gave none',
        /15 replies · I will come 12 · Change the time 3 · 5 have not answered/,
        40,
      ),
      { do: 'click', button: 'Who answered' },
      form('The list says who answered what', /I will come[\s\S]*Change the time/),
    ],
  },
  {
    name: 'reply-two-agents',
    about: 'replies',
    title: 'Two agents answer the same question',
    shows: 'The second one reads what the first one wrote a moment ago, and has to say yes to sending another.',
    steps: [
      ...ON_PHONES,
      writes(PRIYA, 'Is breakfast included?'),
      thread('The question is in the thread', /Is breakfast included/),
      { do: 'click', button: 'Answer on WhatsApp' },
      { do: 'fill', values: { 'Your answer': 'Yes, from seven.' } },
      { do: 'press', button: 'Send' },
      thread('The first answer is there', /answered •••• 3210.*Yes, from seven/),
      { do: 'go', as: 'ben', channel: 'bookings' },
      { do: 'click', button: 'Answer on WhatsApp' },
      form('He reads that it is answered, and is asked', /answered \d+ s ago.*Yes, from seven[\s\S]*Send mine as well/),
    ],
  },
  {
    name: 'reply-stop',
    about: 'replies',
    title: 'Rahul writes STOP',
    shows: 'It is handled before anything is posted: the thread says so, and offers no answer.',
    steps: [
      ...ON_PHONES,
      writes(RAHUL, 'STOP'),
      thread('The thread says that he gets no more', /STOP.*gets no more of these messages/),
    ],
  },
  {
    name: 'reply-storm',
    about: 'replies',
    title: 'Many replies at once',
    shows: 'The first five stand one by one, the others come gathered; the card counts all of them.',
    steps: [
      ...ON_PHONES,
      ...Array.from({ length: 9 }, (_, index) => writes(index % 2 === 0 ? PRIYA : RAHUL, `Message ${index + 1}`)),
      card('The card counts all of them', /9 replies/, 30),
      thread('The last one is there too', /Message 9/),
    ],
  },
];
