/**
 * Wraps a function so that each call is measured.
 *
 * @param observe is called with the `kind` of the result, or `broken` when the call rejected, and with milliseconds.
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
