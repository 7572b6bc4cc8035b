import { ADDRESS, CODE, type Inline, LINE_BREAK, markTokens, scan, type Token } from './inline.ts';

const MONOSPACE: Token = { pattern: /```([^`]+)```/y, read: ([, text = '']) => ({ kind: 'code', text }) };

/** Reads WhatsApp's notation: `*bold*`, `_italic_`, `~strike~`, code in one or three back ticks; addresses are links. */
export function parseWhatsAppText(text: string): readonly Inline[] {
  return scan(text, [LINE_BREAK, MONOSPACE, CODE, ADDRESS, ...markTokens(parseWhatsAppText)], (plain) => plain);
}
