import { type Accepted, all, SPEED } from './reasons.ts';

const ORDER = 'The numbers only order the statuses: by how much the last one is higher makes no difference.';
const IN_FLIGHT = 'src/flow/send/in-flight.ts';
const SHARE = 'There is a share for each sender; the compiler does not know that.';

export const IN_CORE_AND_FLOW: readonly Accepted[] = [
  ...all('src/core/send/delivery/status.ts', ORDER, [['attention: 3,', '3 → 30']]),
  ...all('src/core/send/delivery/status.ts', ORDER, [
    [
      "read: { meaning: 'the recipient opened it', label: 'read', mark: '✓✓✓', phase: 'arrived', reportOrder: 4 },",
      '4 → 40',
    ],
  ]),
  ...all(
    'src/core/recipients/pasted-names.ts',
    'A name before a number has a sign behind it, so it has two at least.',
    [['...(before > 0 ? [{ at: from, length: before }] : []),', '0 → 1']],
  ),
  ...all(
    'src/core/recipients/number-parts.ts',
    'It bounds the work on a word that is far longer than any number; a sign more or less decides nothing.',
    [['for (const token of word.length > MAX_WORD_LENGTH ? [word] : word.split(BEFORE_PLUS)) {', '> → >=']],
  ),
  ...all('src/core/recipients/renumbering.ts', 'Where a pattern fits, both of its parts are there.', [
    ['return start === undefined || rest === undefined ? [] : added.map((more) => start + more + rest);', '|| → &&'],
  ]),
  ...all('src/core/rules/policy/glob.ts', 'It looks at the star once more, which takes the same signs again.', [
    ['at = star + 1;', '1 → 0'],
  ]),
  ...all('src/core/list/rows/rising-numbers.ts', 'Behind the last row there is none, and none is no next one.', [
    ['if (at < rows.length && isNext(rows[at - 1], rows[at])) continue;', '< → <='],
  ]),
  ...all('src/core/search/template-search.ts', SPEED, [['if (rank === NOT_FOUND) continue;', 'guard dropped']]),
  ...all('src/core/search/template-search.ts', SPEED, [['if (best.length >= limit) break;', '>= → >']]),
  ...all(
    'src/core/search/typo.ts',
    'Behind the end of one of the two there is no letter, so they differ there anyway.',
    [['while (at < typed.length && at < word.length && word[at] === typed[at]) at += 1;', '< → <=']],
  ),
  ...all(
    'src/core/recipients/join-number-parts.ts',
    'Only speed: the reader takes none of these for a number either.',
    [
      [
        'if (digits < MIN_DIGITS || digits > MAX_DIGITS || group.some((part) => part.hasLetters)) return undefined;',
        '|| → &&',
      ],
    ],
  ),
  ...all('src/core/recipients/join-number-parts.ts', 'The keys are as different from each other.', [
    ['const key = from * (MAX_PARTS + 1) + (to - from);', '+ → -'],
  ]),
  ...all('src/core/recipients/join-number-parts.ts', 'Behind the last part there is none that could be a number.', [
    ['for (let at = 0; at < parts.length; ) {', '< → <='],
  ]),
  ...all('src/flow/send/deliver-batch.ts', 'Only speed: lanes that claim one by one claim the same batches.', [
    ['claimsTogether: true,', 'true → false'],
  ]),
  ...all('src/flow/cards/refresh-card.ts', SPEED, [['const CARD_LANES = 4;', '4 → 40']]),
  ...all('src/flow/workers/worker.ts', 'A timer of no time takes a millisecond.', [
    [': clock.after(Math.max(0, Math.ceil(atMs - clock.nowMs())), () => {', '0 → 1'],
  ]),
  ...all(IN_FLIGHT, SHARE, [
    [
      '[...senders].filter(([name, { inFlight }]) => inFlight >= (shares.get(name) ?? 1)).map(([name]) => name),',
      '1 → 0',
    ],
  ]),
  ...all(IN_FLIGHT, SHARE, [
    ['shares = new Map([...senders.keys()].map((sender, index) => [sender, parts[index] ?? 1]));', '1 → 0'],
  ]),
];
