import fc from 'fast-check';

/** Words and signs of a log line itself, and of JSON. */
const OF_A_LINE = [
  ...['true', 'false', 'null', 'info', 'warn', 'error', 'debug', 'level', 'time', 'unknown', 'deliveries'],
  ...[
    'deliveries turned unknown',
    'send accepted',
    '"level":"',
    '","time":1',
    '":"',
    '"}',
    '{"',
    '\\"',
    '\\u0022',
    '\\',
  ],
  ...[
    '1795',
    '2026',
    '0.00',
    '••••',
    '%22',
    '%2B91',
    '\\n\\n',
    '\r\n\r\n',
    'outcome',
    'accepted',
    'isNew',
    'null,null',
  ],
];
const OF_UNICODE = [
  '\ud83d',
  '\udc00',
  'a\ud83d',
  '\0',
  'n\0x',
  '\u202etxt',
  'שלום',
  '👍🏽👍🏽',
  '\u2028\u2029',
  '\ufeff',
  '__proto__',
];

/** Texts that break what handles them carelessly: half characters, NUL, either direction, emoji, and long ones. */
export const naughtyText = fc.oneof(
  fc.constantFrom(...OF_A_LINE, ...OF_UNICODE),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)), minLength: 1, maxLength: 12 }),
  fc.tuple(fc.constantFrom(...OF_A_LINE), fc.constantFrom(...OF_UNICODE)).map((parts) => parts.join('')),
  // After one letter, what is cut at an even length is cut through an emoji.
  fc.tuple(fc.constantFrom('', 'a'), fc.constantFrom(...OF_UNICODE)).map(([first, text]) => first + text.repeat(400)),
);

/** Texts of which nothing is drawn: blanks, marks of direction, joiners, fillers of Hangul, an empty Braille cell. */
export const unseenText = fc.string({
  unit: fc.constantFrom(
    ...[
      ' ',
      '\u00a0',
      '\u2003',
      '\u3000',
      '\u00ad',
      '\u034f',
      '\u061c',
      '\u115f',
      '\u1160',
      '\u17b4',
      '\u180e',
      '\u200b',
    ],
    ...[
      '\u200d',
      '\u200f',
      '\u202e',
      '\u2060',
      '\u2069',
      '\u2800',
      '\u3164',
      '\ufe0f',
      '\ufeff',
      '\uffa0',
      '\u{e0061}',
    ],
  ),
  maxLength: 6,
});
