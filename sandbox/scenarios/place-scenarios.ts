import { booking, card, PRIYA, type Scenario, SEND, type Step } from './scenario.ts';

/** Sent from a channel that the bot is not in. */
function without(name: string, as: string, channel: string, title: string): Scenario {
  const steps: readonly Step[] = [
    { do: 'go', as, channel },
    ...booking(PRIYA),
    SEND,
    {
      do: 'see',
      what: 'The channel gets one copy, with how to invite the bot',
      words: { in: 'conversation', match: /\/invite/ },
    },
    { do: 'go', as, channel: 'whatsapp-send' },
    card('The card that is kept up to date is in the direct messages', /1 of 1 delivered/),
  ];
  return {
    name,
    about: 'places',
    title,
    shows: 'The result still reaches the person, with how to invite the bot.',
    steps,
  };
}

export const PLACE_SCENARIOS: readonly Scenario[] = [
  without('channel-without-bot', 'ben', 'war-room', 'The bot is not in this channel'),
  without('private-without-bot', 'carla', 'finance-private', 'A private channel that the bot cannot see'),
  {
    name: 'archived',
    about: 'places',
    title: 'An archived channel',
    shows: 'No one can post there, and the page says so.',
    steps: [
      { do: 'go', as: 'asha', channel: 'old-campaign' },
      {
        do: 'see',
        what: 'The channel says that it is archived',
        words: { in: 'page', match: /This channel is archived/ },
      },
    ],
  },
];
