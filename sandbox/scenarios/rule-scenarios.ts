import {
  booking,
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

const RULES_ON: Step = { do: 'rules', isOn: true };
const ASK: Step = { do: 'press', button: 'Ask for approval' };
const CARLAS_MESSAGES: Step = { do: 'go', as: 'carla', channel: 'whatsapp-send' };

function form(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'form', match } };
}

function inConversation(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'conversation', match }, withinSeconds: 15 };
}

/** Asha asks for a message to two people, which the rules let leave only with Carla's yes. */
const ASKED: readonly Step[] = [
  RULES_ON,
  IN_BOOKINGS,
  ...booking(PRIYA, RAHUL),
  form('The review says who has to approve it, and why', /carla has to approve this: it goes to more than 1 person/),
  ASK,
  card('The card waits, and says for whom and until when', /asks to send .*waits for approval.*Until/s),
  requests(0, 'Kaleyra has heard nothing of it'),
];

const INCIDENT = {
  'Value in the header': 'Checkout is slow',
  'Who is on call': 'Sam',
  Service: 'payments-api',
  'What is known': 'errors at 3 % since {n}',
  Severity: 'SEV-2',
  'Ending of the “Open incident” link': '1207',
};

export const RULE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'rules-approve',
    about: 'rules',
    title: 'A message that a lead has to approve',
    shows: 'Nothing leaves before Carla has seen the very message and said yes; every copy then says so.',
    steps: [
      ...ASKED,
      CARLAS_MESSAGES,
      inConversation('Carla sees the message, for how many people and why', /asks you to approve .*Hello Priya/s),
      { do: 'click', button: 'Approve' },
      inConversation('Her copy says that she approved it', /Approved by/),
      phoneMessages(2, 'Both phones have the message'),
      { do: 'go', as: 'asha', channel: 'bookings' },
      inConversation('The card says who approved it', /Approved by/),
    ],
  },
  {
    name: 'rules-decline',
    about: 'rules',
    title: 'A lead declines, and says why',
    shows: 'Nothing leaves, and whoever asked reads the reason in the thread of the card.',
    steps: [
      ...ASKED,
      CARLAS_MESSAGES,
      { do: 'click', button: 'Decline' },
      { do: 'fill', values: { 'Why?': 'wrong price' } },
      { do: 'press', button: 'Decline' },
      inConversation('Her copy says that it is declined', /Declined by .*wrong price/),
      { do: 'go', as: 'asha', channel: 'bookings' },
      inConversation('The card says why', /Declined by .*wrong price/),
      phoneMessages(0, 'No phone rang'),
      requests(0, 'Kaleyra was not asked'),
    ],
  },
  {
    name: 'rules-edit',
    about: 'rules',
    title: 'An approved message is changed and sent again',
    shows: 'A yes is for what was shown: other words are another message, and need a yes of their own.',
    steps: [
      ...ASKED,
      CARLAS_MESSAGES,
      { do: 'click', button: 'Approve' },
      inConversation('Her copy says that she approved it', /Approved by/),
      phoneMessages(2, 'Both phones have the message'),
      IN_BOOKINGS,
      { do: 'click', button: 'Send again' },
      { do: 'tick', choice: 'Everybody' },
      form('Both guests are filled in', new RegExp(RAHUL)),
      { do: 'fill', values: { 'Booking number': 'BK-{n}' } },
      { do: 'press', button: 'Review' },
      form('The other words have to be approved too', /carla has to approve this/),
      ASK,
      card('The second message waits', /waits for approval/),
      phoneMessages(2, 'Nothing more has left'),
    ],
  },
  {
    name: 'rules-on-call',
    about: 'rules',
    title: 'An incident cannot wait for a yes',
    shows: 'Ben is on call: it leaves at once with his reason, and the card says so until Carla has looked.',
    steps: [
      RULES_ON,
      { do: 'go', as: 'ben', channel: 'bookings' },
      { do: 'type', text: `/whatsapp-send incident_notice +${PRIYA}` },
      { do: 'fill', values: { ...INCIDENT } },
      { do: 'press', button: 'Review' },
      form('The review says that a lead has to approve it', /carla has to approve this/),
      { do: 'tick', choice: 'Send now without waiting' },
      { do: 'fill', values: { 'Why it cannot wait': 'payments are down' } },
      { do: 'press', button: 'Send now' },
      card('The card says that it was not reviewed', /payments are down.*Not reviewed yet/s),
      phoneMessages(1, 'The phone has it at once'),
      CARLAS_MESSAGES,
      { do: 'click', button: 'Reviewed' },
      inConversation('Carla has looked at it', /Reviewed by/),
      { do: 'go', as: 'ben', channel: 'bookings' },
      inConversation('The card says who reviewed it', /Reviewed by/),
    ],
  },
];
