import type { FaultId } from '../faults/fault-catalogue.ts';
import {
  booking,
  card,
  DAN,
  IN_BOOKINGS,
  once,
  PRIYA,
  phoneMessages,
  RAHUL,
  requests,
  type Scenario,
  SEND,
  switched,
} from './scenario.ts';

const ONE_REQUEST = requests(1, 'Kaleyra was asked once: a message that may have gone out is not sent again');

/** Kaleyra has sent the message, and the bot cannot know. */
function unsure(name: string, fault: FaultId, title: string, withinSeconds = 20): Scenario {
  return {
    name,
    about: 'kaleyra',
    title,
    shows: 'The card says that the message may have been sent, and a late report settles it. It is not sent twice.',
    steps: [
      IN_BOOKINGS,
      once(fault),
      once('reports_late'),
      ...booking(PRIYA),
      SEND,
      phoneMessages(1, 'Priya’s phone has the message'),
      card('The card says that it may have been sent', /may have been sent/, withinSeconds),
      ONE_REQUEST,
      card('The late report settles it: delivered', /1 of 1 delivered/, 25),
      phoneMessages(1, 'Priya got it once'),
    ],
  };
}

/** Kaleyra says no. */
function refused(name: string, fault: FaultId, title: string, code: string): Scenario {
  return {
    name,
    about: 'kaleyra',
    title,
    shows: `The card names the code (${code}), what it means and what to do; no phone gets anything.`,
    steps: [
      IN_BOOKINGS,
      once(fault),
      ...booking(PRIYA),
      SEND,
      {
        do: 'see',
        what: `The card says that nothing was sent, and why (${code})`,
        // A notice may stand below the card.
        words: { in: 'conversation', match: new RegExp(`not sent[\\s\\S]*${code}`, 'i') },
      },
      phoneMessages(0, 'No phone has anything'),
    ],
  };
}

/** The whole account is refused: later messages wait until a person presses Resume. */
function paused(scenario: Scenario): Scenario {
  return {
    ...scenario,
    steps: [
      ...scenario.steps,
      {
        do: 'see',
        what: 'The bot tells the channel that sending is paused',
        words: { in: 'card', match: /is paused/ },
      },
      { do: 'click', button: 'Resume' },
      card('Sending goes on', /Resumed/, 20),
    ],
  };
}

export const KALEYRA_SCENARIOS: readonly Scenario[] = [
  {
    name: 'happy-path',
    about: 'people',
    title: 'Two guests get their booking on WhatsApp',
    shows: 'From the command to two phones; the card follows every tick.',
    steps: [
      IN_BOOKINGS,
      ...booking(PRIYA, RAHUL),
      SEND,
      phoneMessages(2, 'Both phones have the message'),
      card('The card says delivered, with both message IDs', /2 of 2 delivered[\s\S]*:0[\s\S]*:1/),
      { do: 'phone', number: PRIYA, act: 'read' },
      card('Priya has read it, and the card says so', /•••• 3210\s*read/),
    ],
  },
  {
    name: 'not-on-whatsapp',
    about: 'people',
    title: 'The number is not on WhatsApp',
    shows: 'Kaleyra takes the message, and the report says that it cannot be delivered (131026).',
    steps: [
      IN_BOOKINGS,
      ...booking(DAN),
      SEND,
      card('The card says not delivered, and that sending again will not help', /not delivered[\s\S]*131026/),
      phoneMessages(0, 'Dan’s phone has nothing'),
    ],
  },
  {
    name: 'blocked',
    about: 'people',
    title: 'Priya has blocked the business',
    shows: 'WhatsApp never says who has blocked whom: the message stays at sent, and the card claims no more.',
    steps: [
      IN_BOOKINGS,
      { do: 'phone', number: PRIYA, act: 'block' },
      ...booking(PRIYA),
      SEND,
      card('The card stays at sent', /1 of 1 sent/),
      phoneMessages(0, 'Nothing arrived on her phone'),
    ],
  },
  refused('refused', 'refuse_e424', 'Kaleyra refuses the request (E424)', 'E424'),
  unsure('connection-breaks', 'break_after_sending', 'Kaleyra takes the message, then the connection breaks'),
  unsure('answer-500', 'error_500_after_sending', 'Kaleyra takes the message, then answers with a failure (500)'),
  unsure('no-answer', 'hang_after_sending', 'Kaleyra takes the message and never answers', 25),
  unsure('web-page', 'html_answer', 'Kaleyra takes the message, but a gateway answers with a web page'),
  unsure('cut-answer', 'cut_answer', 'Kaleyra takes the message, and its answer is cut off half-way'),
  {
    name: 'half-answer',
    about: 'kaleyra',
    title: 'Kaleyra leaves one of two recipients out of its answer',
    shows: 'One recipient has a message ID; the other is shown as unknown until its report comes.',
    steps: [
      IN_BOOKINGS,
      once('partial_data'),
      once('reports_late'),
      ...booking(PRIYA, RAHUL),
      SEND,
      phoneMessages(2, 'Both phones have the message'),
      card('The card says that one may have been sent', /may have been sent/),
      card('The reports settle it: both delivered', /2 of 2 delivered/, 25),
      ONE_REQUEST,
    ],
  },
  {
    name: 'paused-template',
    about: 'kaleyra',
    title: 'WhatsApp pauses the template just before it is sent',
    shows: 'Kaleyra takes the message, WhatsApp does not deliver it, and the card says why (132015).',
    steps: [
      IN_BOOKINGS,
      ...booking(PRIYA),
      { do: 'template', name: 'booking_confirm', language: 'en', status: 'PAUSED' },
      SEND,
      card('The card says not delivered, because the template is paused', /not delivered[\s\S]*132015/),
      phoneMessages(0, 'No phone has anything'),
    ],
  },
  {
    name: 'kaleyra-down',
    about: 'kaleyra',
    title: 'Kaleyra cannot be reached',
    shows: 'Nothing left the machine, so the bot tries again: the message goes out when Kaleyra is back.',
    steps: [
      IN_BOOKINGS,
      switched('kaleyra_down', true),
      ...booking(PRIYA),
      SEND,
      card('The card says that it is queued', /1 of 1 queued/),
      switched('kaleyra_down', false),
      card('Kaleyra is back, and the message went out by itself', /1 of 1 delivered/, 40),
      phoneMessages(1, 'Priya got it once'),
    ],
  },
  paused(refused('wrong-account', 'refuse_rbc001', 'Kaleyra does not know the account (RBC001)', 'RBC001')),
  paused(refused('no-balance', 'refuse_e110', 'The Kaleyra account is out of money (E110)', 'E110')),
];
