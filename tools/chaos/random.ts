/** Numbers from 0 to 1 that are the same for the same name: what a run draws does not hang on what happens first. */
export interface Random {
  next(): number;
  /** A whole number from 0 to `below`, without it. */
  below(below: number): number;
  pick<const Values extends readonly [unknown, ...unknown[]]>(values: Values): Values[number];
  chance(share: number): boolean;
}

export function seeded(...name: readonly (string | number)[]): Random {
  let state = hash(name.join('\u0000'));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (values) => values[below(values.length)],
    chance: (share) => next() < share,
  };
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
  return value;
}

export function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  return values
    .map((value) => ({ value, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
