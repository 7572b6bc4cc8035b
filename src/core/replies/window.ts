import { ANSWER_WINDOW_MS } from '../policy.ts';

/** How long a person may still be answered in words of one's own. */
export interface AnswerWindow {
  readonly openUntil: Date;
  /** 0 once it is closed. */
  readonly leftMs: number;
}

/**
 * WhatsApp takes a text without a template for 24 hours after the person last wrote. A template of ours does not open the
 * window. Two minutes are left for the way there.
 *
 * @param lastWrittenAt when the person wrote last to this business number
 */
export function answerWindow(lastWrittenAt: Date, now: Date): AnswerWindow {
  const openUntil = new Date(lastWrittenAt.getTime() + ANSWER_WINDOW_MS);
  return { openUntil, leftMs: Math.max(0, openUntil.getTime() - now.getTime()) };
}
