import { booking, card, PRIYA, type Scenario, SEND, type Step } from './scenario.ts';

/** Asha sends in a channel that guests and people of another company can read. */
const SENT: readonly Step[] = [
  { do: 'go', as: 'asha', channel: 'lakeside-hotels' },
  ...booking(PRIYA),
  SEND,
  card('The card stands in the shared channel', /1 of 1 delivered/),
];

export const PEOPLE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'another-company',
    about: 'people',
    title: 'A person of another company presses a button',
    shows: 'They read that the app is for people of this workspace; no form opens and no number is shown.',
    steps: [
      ...SENT,
      { do: 'go', as: 'noor', channel: 'lakeside-hotels' },
      { do: 'click', button: 'Send again…' },
      {
        do: 'see',
        what: 'Only Noor reads that the app is for people of the workspace',
        words: { in: 'conversation', match: /Only people of the workspace/ },
      },
    ],
  },
  {
    name: 'a-guest',
    about: 'people',
    title: 'A guest asks about a colleague’s message',
    shows: 'Guests see only what they sent themselves.',
    steps: [
      ...SENT,
      { do: 'go', as: 'gita', channel: 'lakeside-hotels' },
      { do: 'click', button: 'Details' },
      {
        do: 'see',
        what: 'Gita reads that guests can look up only what they sent',
        words: { in: 'form', match: /Guests can look up only/ },
      },
    ],
  },
];
