import {
  booking,
  card,
  IN_BOOKINGS,
  MY_NUMBER,
  PRIYA,
  phoneMessages,
  requests,
  type Scenario,
  SEND,
  type See,
  type Step,
} from './scenario.ts';

function form(what: string, match: RegExp): See {
  return { do: 'see', what, words: { in: 'form', match } };
}

function booked(number: string): readonly Step[] {
  const [type, ...rest] = booking(PRIYA);
  return type?.do === 'type' ? [{ ...type, text: type.text.replace(`+${PRIYA}`, number) }, ...rest] : [];
}

export const MODE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'mode-trial',
    about: 'rules',
    title: 'A bot on trial',
    shows:
      'Everything happens up to the encoded request, and nothing leaves: the form and the card say so, the phone is silent.',
    steps: [
      { do: 'mode', mode: 'trial' },
      IN_BOOKINGS,
      ...booking(PRIYA),
      form('The review draws the message, and says that nothing leaves', /Trial: no message is sent.*Hello Priya/s),
      SEND,
      card('The card has the message, and says that nothing left', /Trial: no message was sent.*Hello Priya/s),
      requests(0, 'Kaleyra was not asked'),
      phoneMessages(0, 'Priya’s phone is silent'),
    ],
  },
  {
    name: 'mode-team',
    about: 'rules',
    title: 'Asha proves her own number in team mode',
    shows:
      'A code comes to her phone; she types it, and messages reach the phone. Any other number is refused at its field.',
    steps: [
      { do: 'mode', mode: 'team' },
      IN_BOOKINGS,
      ...booking(PRIYA),
      form('Priya is none of the team, and the field says so', /Team mode: •••• 3210 is not one of the team’s numbers/),
      { do: 'press', button: 'Cancel' },
      { do: 'type', text: `/whatsapp-send my-number ${MY_NUMBER}` },
      {
        do: 'see',
        what: 'Only Asha reads that a code is on its way',
        words: { in: 'conversation', match: /A code is on its way/ },
      },
      phoneMessages(1, 'Her phone has the code'),
      { do: 'click', button: 'Enter the code', isForMeAlone: true },
      { do: 'fill', values: { Code: '{code}' } },
      { do: 'press', button: 'Prove it' },
      form('The number is hers', /The number is yours: messages reach it from now on/),
      { do: 'press', button: 'Close' },
      ...booked(MY_NUMBER),
      SEND,
      card('A message reaches it, and the card says the mode', /Team mode.*1 of 1 (delivered|read)/s),
      requests(2, 'Kaleyra was asked twice: for the code and for the message'),
    ],
  },
  {
    name: 'mode-blocklist',
    about: 'rules',
    title: 'Kaleyra’s blocklist hears of a STOP',
    shows:
      'The number stands on the blocklist within seconds; what a lead sends there all the same is refused by Kaleyra itself.',
    steps: [
      { do: 'mode', mode: 'live', mirrorsOptOuts: true },
      { do: 'rules', isOn: true },
      { do: 'go', as: 'carla', channel: 'bookings' },
      ...booked(MY_NUMBER),
      SEND,
      card('The guest has the booking', /1 of 1 (delivered|read)/),
      { do: 'phone', number: MY_NUMBER, act: 'write', text: 'STOP' },
      {
        do: 'see',
        what: 'Kaleyra’s blocklist has the number',
        words: { in: 'panel', match: /On Kaleyra’s blocklist/ },
        withinSeconds: 60,
      },
      ...booked(MY_NUMBER),
      form('The review says who said no, and asks why the guest gets it all the same', /said no and gets nothing/),
      { do: 'fill', values: { 'Why this person': 'called and asked for it' } },
      SEND,
      card('Kaleyra refuses it, because the number opted out', /1 of 1 not delivered[\s\S]*Opted Out/i, 20),
      phoneMessages(1, 'The phone has the first message alone'),
    ],
  },
];
