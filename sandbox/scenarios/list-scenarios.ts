import { guests } from '../sheets/guests.ts';
import type { SheetName } from '../sheets/sheets.ts';
import {
  card,
  IN_BOOKINGS,
  PRIYA,
  phoneMessages,
  RAHUL,
  requests,
  type Scenario,
  type See,
  type Step,
} from './scenario.ts';

const COMMAND: Step = { do: 'type', text: '/whatsapp-send list booking_confirm' };
const REVIEW: Step = { do: 'press', button: 'Review' };
const ROWS = [
  ['phone', "Customer's first name", 'Booking number', 'View booking', 'See a sample'],
  [`+${PRIYA}`, 'Priya', 'BK-{n}', 'bk-77', 'lake-room'],
  [`+${RAHUL}`, 'Rahul', 'BK-78', 'bk-78', 'twin-room'],
  ['+393471234567', 'Giulia', 'BK-79', 'bk-79', 'deluxe-room'],
];

/** A guest far down the list. */
const SAYS_NO = guests(200).at(-1)?.number ?? '';

function chosen(sheet: SheetName): Step {
  return { do: 'file', label: 'A file with your rows', sheet };
}

function form(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'form', match } };
}

function onPhone(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'panel', match } };
}

const NOBODY_TWICE: See = {
  do: 'see',
  what: 'No phone rang twice',
  count: { of: 'phones that rang twice', is: 0 },
};

function rang(is: number, what: string, withinSeconds = 40): See {
  return { do: 'see', what, count: { of: 'phone messages', is, orMore: true }, withinSeconds };
}

/** The 300 guests, of whom the first three have their message. */
const THREE_FIRST: readonly Step[] = [
  IN_BOOKINGS,
  COMMAND,
  chosen('guests.csv'),
  REVIEW,
  form('The review draws the message of the first guest', /300 rows → 300 messages/),
  { do: 'press', button: 'Send 300 messages' },
  card('Three rows are delivered, and the card asks before the others leave', /The first 3 rows are delivered/, 30),
];

/** Let go, until some of the others have their message too. */
const ON_THE_WAY: readonly Step[] = [
  ...THREE_FIRST,
  { do: 'click', button: 'Send the other 297' },
  rang(40, 'The others leave, and the phones ring'),
];

export const LIST_SCENARIOS: readonly Scenario[] = [
  {
    name: 'list-own-words',
    about: 'lists',
    title: 'Three people, each with words of their own',
    shows: 'Rows pasted from a sheet: one send, one card, and everybody reads their own name and booking.',
    steps: [
      IN_BOOKINGS,
      COMMAND,
      { do: 'fill', values: { 'Or paste rows': ROWS.map((cells) => cells.join('\t')).join('\n') } },
      REVIEW,
      form('The review draws the message of the first row', /Hello Priya/),
      { do: 'press', button: 'Next row' },
      form('Next row draws another one', /Hello (Rahul|Giulia)/),
      { do: 'press', button: 'Send 3 messages' },
      card('One card counts all of them', /3 of 3 left · 3 delivered/, 20),
      { do: 'phone', number: PRIYA, act: 'read' },
      onPhone('Priya reads her own name', /Hello Priya/),
      { do: 'phone', number: RAHUL, act: 'read' },
      onPhone('Rahul reads his', /Hello Rahul/),
      phoneMessages(3, 'Each of the three has one message'),
    ],
  },
  {
    name: 'list-repaired',
    about: 'lists',
    title: 'A damaged file is repaired and chosen again',
    shows: 'Each problem names its row and column; the repaired file goes out whole, and nothing left before.',
    steps: [
      IN_BOOKINGS,
      COMMAND,
      chosen('guests-damaged.csv'),
      REVIEW,
      form('Ten rows cannot be sent as they are', /10 rows of 24 cannot be sent/),
      form('The problems name row and column as the spreadsheet does', /Row 3, column A \(phone\)/),
      requests(0, 'Nothing has left'),
      { do: 'press', button: 'Change the rows' },
      chosen('guests-repaired.csv'),
      REVIEW,
      { do: 'press', button: 'Send 24 messages' },
      card('All 24 have left and arrived', /24 of 24 left · 24 delivered/, 30),
      NOBODY_TWICE,
    ],
  },
  {
    name: 'list-stopped',
    about: 'lists',
    title: 'A list is stopped half-way, and the rest sent later',
    shows: 'What has left stays left; the rest is exactly the rows that did not, and nobody gets it twice.',
    steps: [
      ...ON_THE_WAY,
      { do: 'click', button: 'Stop…' },
      { do: 'confirm', button: 'Stop' },
      card('The card says how many had left and how many did not', /Stopped by .*\d+ had left, \d+ did not/, 20),
      { do: 'click', button: 'Send the rest' },
      form('The rest goes through a review of its own', /rows? → \d+ messages/),
      { do: 'tick', choice: 'The first 3 rows first' },
      { do: 'press', button: 'Send ' },
      rang(300, 'Every guest has a message'),
      card('The second card has counted the rest', /(\d+) of \1 left/, 30),
      phoneMessages(300, 'There are 300 messages for 300 guests'),
      NOBODY_TWICE,
    ],
  },
  {
    name: 'list-opt-out',
    about: 'lists',
    title: 'One of the guests writes STOP while the list waits',
    shows: 'The list was confirmed before, but it is asked again as each message leaves: that guest gets nothing.',
    steps: [
      ...THREE_FIRST,
      { do: 'phone', number: SAYS_NO, act: 'write', text: 'STOP' },
      { do: 'click', button: 'Send the other 297' },
      card('The card says that one opted out', /1 opted out/, 70),
      rang(299, 'Every other guest has a message'),
      phoneMessages(299, 'There are 299 messages for 300 guests'),
      NOBODY_TWICE,
    ],
  },
  {
    name: 'list-killed',
    about: 'lists',
    title: 'The bot is killed while a list is on its way',
    shows: 'The next process goes on where it was: nobody gets it twice, and what may have left is unknown.',
    steps: [
      ...ON_THE_WAY,
      { do: 'bot', order: 'kill', name: 'bot-1' },
      { do: 'bot', order: 'start', name: 'bot-1' },
      card('The new bot sends what had not left', /300 of 300 left/, 70),
      rang(260, 'Only what was on its way to Kaleyra may be missing, and is called unknown'),
      NOBODY_TWICE,
    ],
  },
  {
    name: 'list-scheduled',
    about: 'lists',
    title: 'A list for later, cancelled before its time',
    shows: 'It waits with its time on the card, in two time zones; cancelled, nothing of it leaves.',
    steps: [
      IN_BOOKINGS,
      COMMAND,
      chosen('guests-repaired.csv'),
      REVIEW,
      form('The review asks when', /24 rows → 24 messages/),
      { do: 'fill', values: { When: '{in 30 minutes}' } },
      { do: 'press', button: 'Send 24 messages' },
      card('The card says when it leaves', /Leaves on .* UTC/, 20),
      { do: 'click', button: 'Cancel…' },
      { do: 'confirm', button: 'Cancel the list' },
      card('Nothing of it has left', /Cancelled by .*Nothing of it has left/, 20),
      requests(0, 'Kaleyra was not asked'),
      phoneMessages(0, 'No phone rang'),
    ],
  },
  {
    name: 'list-quiet-hours',
    about: 'lists',
    title: 'A list goes out while India has quiet hours',
    shows:
      'Guests in Europe have it at once; those in India wait until the time on the card, or until the rules change; nobody gets it twice.',
    steps: [
      { do: 'rules', isOn: true, quietHours: true },
      IN_BOOKINGS,
      COMMAND,
      chosen('guests-repaired.csv'),
      REVIEW,
      form(
        'The review says how many would wait, where, and until when',
        /15 wait if sent now: the policy has quiet hours in India until .+ at .+ your time/,
      ),
      { do: 'press', button: 'Send 24 messages' },
      card(
        'Those in Italy and the United Kingdom have it; the card says how many wait, and why',
        /9 of 24 left · 9 delivered.*15 messages, because the policy has quiet hours in India\. They leave by themselves .+ your time/,
        20,
      ),
      phoneMessages(9, 'Nine phones rang, and none of them in India'),
      { do: 'rules', isOn: false, quietHours: true },
      card(
        'The fifteen leave too, and the card counts all of them',
        /24 of 24 left · 24 delivered(?!.*quiet hours)/,
        30,
      ),
      phoneMessages(24, 'Every guest has one message'),
      NOBODY_TWICE,
    ],
  },
];
