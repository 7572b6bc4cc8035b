import { describe, expect, it } from 'vitest';
import { normalizeText } from '../../../src/core/search/normalized-text.ts';

describe('a text as a search compares it', () => {
  it.each([
    ['Straße', 'strasse'],
    ['ÆON œuvre', 'aeon oeuvre'],
    ['Øre đak łan', 'ore dak lan'],
    ['ılık', 'ilik'],
    ['Café  NOËL', 'cafe noel'],
    ['  offer_diwali-2026! ', 'offer diwali 2026'],
    ['ﬁn Ｆｕｌｌ', 'fin full'],
    ['बुकिंग', 'बुकिंग'.normalize('NFKD')],
    ['…', ''],
  ])('is plain: %s', (text, plain) => {
    expect(normalizeText(text)).toBe(plain);
  });
});
