import {
  booking,
  card,
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
  card('Both guests have their booking', /2 of 2 delivered/, 20),
];

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
      thread('The answer has arrived', /answered •••• 3210.*Yes, at ten\..*delivered/),
      phoneMessages(3, 'Priya has the answer'),
      requests(2, 'Kaleyra was asked twice: for the booking and for the answer'),
    ],
  },
  {
    name: 'reply-tally',
    about: 'replies',
    title: 'Guests answer with a button',
    shows: 'Each tap finds its message, and the card counts who said what and who has not answered.',
    steps: [
      ...ON_PHONES,
      { do: 'phone', number: PRIYA, act: 'tap' },
      card('One guest has answered', /1 reply · .* 1 · 1 has not answered/, 20),
      { do: 'phone', number: RAHUL, act: 'tap' },
      card('Both have answered', /2 replies · .* 2/, 20),
      { do: 'click', button: 'Who answered' },
      form('The list says who answered what', /3210[\s\S]*2345/),
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
