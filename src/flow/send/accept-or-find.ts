import { CommitOutcomeUnknown } from '../ports/store/accept-send.ts';

/** Asks once more when the first response was lost: what was committed is found by its dedupe key. */
export async function acceptOrFind<Given, Accepted>(
  accept: (given: Given) => Promise<Accepted>,
  given: Given,
): Promise<Accepted> {
  try {
    return await accept(given);
  } catch (error) {
    if (!(error instanceof CommitOutcomeUnknown)) throw error;
    return accept(given).catch(() => {
      throw error;
    });
  }
}
