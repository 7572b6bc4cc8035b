import { CODE_DAY_MS, CODE_HOUR_MS, MAX_CODES_AN_HOUR, MAX_CODES_OF_NUMBER_A_DAY } from '../limits.ts';
import { fail, ok, type Result } from '../result.ts';
import { fillTemplate, templateFields } from '../template/fields/fields.ts';
import type { TemplateMessage } from '../template/message/message.ts';
import { obstacleTo } from '../template/sendability.ts';
import { bodySlots, type Template, templateKey } from '../template/template.ts';

/** How many digits a code has. */
export const CODE_DIGITS = 6;
/** Stands for the code wherever its message is kept or shown. */
const HIDDEN_CODE = '••••••';
/** Of the shape of a code, to see whether a template takes one. */
const SAMPLE_CODE = '0'.repeat(CODE_DIGITS);

/** The message that carries a code, without the code; or what an admin has to change about its template, as a sentence. */
export function codeMessage(template: Template): Result<TemplateMessage, string> {
  const key = templateKey(template);
  const obstacle = obstacleTo(template);
  if (obstacle !== undefined)
    return fail(`${obstacle.sentence} Your admin has to name another one in TEAM_CODE_TEMPLATE.`);
  const filled = fillTemplate(template, { param_1: SAMPLE_CODE, coupon_code: SAMPLE_CODE });
  const others = templateFields(template).filter(
    ({ id, isOptional }) => !isOptional && !/^(param_1|coupon_code)$/.test(id),
  );
  if (bodySlots(template.body).length !== 1 || others.length > 0 || !filled.ok)
    return fail(
      `${key} cannot carry a code: it needs one value in its text, which is the code, and nothing else to fill in. Your admin has to name another template in TEAM_CODE_TEMPLATE.`,
    );
  return ok({ ...replaceCode(filled.value, SAMPLE_CODE, HIDDEN_CODE), hasCode: true });
}

/** The message as it leaves. */
export function withCode({ hasCode: _, ...message }: TemplateMessage, code: string): TemplateMessage {
  return replaceCode(message, HIDDEN_CODE, code);
}

function replaceCode(message: TemplateMessage, from: string, to: string): TemplateMessage {
  const { coupon, parameters } = message;
  return {
    ...message,
    parameters: parameters.map((value) => (value === from ? to : value)),
    coupon: coupon && { ...coupon, code: coupon.code === from ? to : coupon.code },
  };
}

/** A code that was sent within a day. */
export interface SentCode {
  /** Whether this person asked for it, and whether it went to this number. */
  readonly isOfPerson: boolean;
  readonly isToNumber: boolean;
  readonly ageMs: number;
}

/** Why no further code may be sent now, and after how many milliseconds one may. */
export interface CodeLimit {
  readonly because: 'person_hour' | 'number_hour' | 'number_day';
  readonly waitMs: number;
}

/** The limit that holds longest for a further code; undefined where one may be sent. */
export function codeLimitOf(sent: readonly SentCode[]): CodeLimit | undefined {
  const ofPerson = sent.filter(({ isOfPerson }) => isOfPerson);
  const toNumber = sent.filter(({ isToNumber }) => isToNumber);
  const waits = [
    { because: 'person_hour', waitMs: waitMs(ofPerson, MAX_CODES_AN_HOUR, CODE_HOUR_MS) },
    { because: 'number_hour', waitMs: waitMs(toNumber, MAX_CODES_AN_HOUR, CODE_HOUR_MS) },
    { because: 'number_day', waitMs: waitMs(toNumber, MAX_CODES_OF_NUMBER_A_DAY, CODE_DAY_MS) },
  ] as const;
  return waits.toSorted((a, b) => b.waitMs - a.waitMs).find((wait) => wait.waitMs > 0);
}

/** Until fewer than so many are younger than the window. */
function waitMs(sent: readonly SentCode[], max: number, windowMs: number): number {
  const youngest = sent.map(({ ageMs }) => ageMs).sort((a, b) => a - b);
  const last = youngest[max - 1];
  return last === undefined ? 0 : Math.max(0, windowMs - last);
}
