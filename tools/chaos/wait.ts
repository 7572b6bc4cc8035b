const LOOK_AGAIN_MS = 25;
/** Only a run that fails waits so long; on a machine with much else to do, seconds become tens of them. */
export const PATIENCE_MS = 180_000;
/**
 * Such a request is waited for so long, or until the bot that has it dies. One that is given up sooner may still be under way
 * in a busy bot, and change the ledger when the run believes that nothing does any more.
 */
export const CALL_TIMEOUT_MS = 60_000;

/** Looks until `look` gives something other than undefined or false. @throws what was waited for, when time is up. */
export async function until<Value>(
  what: string,
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
  withinMs = PATIENCE_MS,
): Promise<Value> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await pause(LOOK_AGAIN_MS);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
