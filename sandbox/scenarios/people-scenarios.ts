import { booking, card, PRIYA, type Scenario, SEND, type Step } from './scenario.ts';

/** Asha sends where people of another company and guests read along. */
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
    title: 'Somebody of another company presses a button',
    shows: 'They are told that the app is not theirs; no form opens and no number is shown.',
    steps: [
      ...SENT,
      { do: 'go', as: 'noor', channel: 'lakeside-hotels' },
      { do: 'click', button: 'Send again…' },
      {
        do: 'see',
        what: 'Noor alone is told that only the workspace’s own people can use it',
        words: { in: 'conversation', match: /Only people of the workspace/ },
      },
    ],
  },
  {
    name: 'a-guest',
    about: 'people',
    title: 'A guest asks what became of a colleague’s send',
    shows: 'Guests see only what they sent themselves.',
    steps: [
      ...SENT,
      { do: 'go', as: 'gita', channel: 'lakeside-hotels' },
      { do: 'click', button: 'Details' },
      {
        do: 'see',
        what: 'Gita reads that guests can look up only their own sends',
        words: { in: 'form', match: /Guests can look up only/ },
      },
    ],
  },
];
