import type { Random } from '../chaos/random.ts';

/** Values that people, phones and other programs have broken programs with. */
const TEXTS: readonly string[] = [
  ...['', ' ', '\t', '\n\n', '0', '-1', '1e309', 'NaN', 'null', 'undefined', 'true', 'false', '[object Object]'],
  // Words and figures of a log line.
  ...['info', 'error', 'unknown', '1795', '"level":"', 'deliveries turned unknown', '{"level":"error"}', '"}\n{"a":"'],
  // What no database holds, and what looks like something else.
  ...['a\ud83d', '\udc00b', 'a\u0000b', '\ufeffx', '\u202egnirts', 'a\u200bb', 'e\u0301'.repeat(20), '👨‍👩‍👧‍👦'],
  ...['__proto__', 'constructor', 'toString', "Robert'); drop table sends;--", '%00', '%s%s%n', '../../etc/passwd'],
  ...[
    '{{1}}',
    '{{',
    '#{7*7}',
    '<!channel>',
    '<@U1>',
    '<script>alert(1)</script>',
    '*bold* _it_ ~no~ `code`',
    '"',
    '\\',
  ],
  ...[
    '+919876543210',
    '٩١٩٨٧٦٥٤٣٢١٠',
    '９１９８７６５４３２１０',
    '2026-11-28T10:00:00Z',
    '9'.repeat(400),
    'a'.repeat(1_100),
  ],
  ...['ab '.repeat(7_000), '[', '['.repeat(2_000), '\r\nX-Injected: yes', 'a\u2028b', '\ud83d\ude00'.repeat(600)],
];
const OTHERS: readonly unknown[] = [null, true, 0, -1, 1e21, [], {}, [[]], { a: { b: null } }, ['a', 1]];

/** A text that is likely to break something, or two of them beside each other. */
export function naughtyText(random: Random): string {
  const one = (): string => TEXTS[random.below(TEXTS.length)] ?? '';
  return random.chance(0.3) ? one() + one() : one();
}

/** Any JSON in a place where a certain one is expected. */
export function naughtyJson(random: Random): unknown {
  return random.chance(0.5) ? naughtyText(random) : OTHERS[random.below(OTHERS.length)];
}

/** The same JSON with some of its places changed. */
export function bent(value: unknown, random: Random, share = 0.15): unknown {
  if (random.chance(share)) return naughtyJson(random);
  if (Array.isArray(value)) return value.map((one) => bent(one, random, share));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, bent(one, random, share)]);
  return Object.fromEntries(entries.filter(() => !random.chance(share / 3)));
}

/** Names that Slack and the bot give to the parts of a view: whoever fills one in does not write them. */
const GIVEN_NAMES: ReadonlySet<string> = new Set(['type', 'callback_id', 'action_id', 'block_id']);

/** The same JSON, in which some of the texts that people and clients fill in are others. */
export function refilled(value: unknown, random: Random, share = 0.15): unknown {
  if (typeof value === 'string') return random.chance(share) ? naughtyText(random) : value;
  if (Array.isArray(value)) return value.map((one) => refilled(one, random, share));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, GIVEN_NAMES.has(name) ? one : refilled(one, random, share)]),
  );
}
