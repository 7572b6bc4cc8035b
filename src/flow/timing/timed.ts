/**
 * The same function, with how long it took and how it ended told on the side.
 *
 * @param observe gets the word of the outcome's `kind` and milliseconds.
 */
export function timed<Given extends readonly unknown[], Outcome extends { readonly kind: string }>(
  run: (...given: Given) => Promise<Outcome>,
  observe: (outcome: string, ms: number) => void,
): (...given: Given) => Promise<Outcome> {
  return async (...given) => {
    const startedAt = performance.now();
    let outcome = 'broken';
    try {
      const ended = await run(...given);
      outcome = ended.kind;
      return ended;
    } finally {
      observe(outcome, performance.now() - startedAt);
    }
  };
}
