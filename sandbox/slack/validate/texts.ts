import { z } from 'zod';

/** Block Kit's composition objects with their limits, in characters. */

const PlainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });

const Mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });

export const MAX_TEXT = 3000;

export function plainText(max: number) {
  return PlainText(max);
}

export function anyText(max = MAX_TEXT) {
  return z.discriminatedUnion('type', [PlainText(max), Mrkdwn(max)]);
}

export const Identifier = z.string().min(1).max(255);

export const Confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** An option of a select; radio buttons and checkboxes may also say theirs in mrkdwn. */
export const Option = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
  url: z.string().max(3000).optional(),
});

export const RichOption = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(150),
  description: anyText(75).optional(),
});

const OptionGroup = z.strictObject({ label: plainText(75), options: z.array(Option).min(1).max(100) });

export const Options = z.array(Option).min(1).max(100);
export const OptionGroups = z.array(OptionGroup).min(1).max(100);
