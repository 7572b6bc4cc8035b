import { type TemplateCategory, wordKey } from './template.ts';

/**
 * Meta's three categories and what they were called before: Kaleyra's names until April 2023, and the eleven that Meta had
 * until 2022, which all became transactional.
 * @see https://developers.kaleyra.io/docs/whatsapp-template-category
 */
export const TEMPLATE_CATEGORIES: Readonly<Record<TemplateCategory, readonly string[]>> = {
  AUTHENTICATION: ['AUTHENTICATION', 'OTP', 'ONE_TIME_PASSWORD', 'ONE_TIME_PASSWORDS'],
  MARKETING: ['MARKETING'],
  UTILITY: [
    'UTILITY',
    'TRANSACTIONAL',
    'ACCOUNT_UPDATE',
    'ALERT_UPDATE',
    'APPOINTMENT_UPDATE',
    'AUTO_REPLY',
    'ISSUE_RESOLUTION',
    'PAYMENT_UPDATE',
    'PERSONAL_FINANCE_UPDATE',
    'RESERVATION_UPDATE',
    'SHIPPING_UPDATE',
    'TICKET_UPDATE',
    'TRANSPORTATION_UPDATE',
  ],
};

const BY_WORD: ReadonlyMap<string, TemplateCategory> = new Map(
  (Object.keys(TEMPLATE_CATEGORIES) as TemplateCategory[]).flatMap((category) =>
    TEMPLATE_CATEGORIES[category].map((word) => [wordKey(word), category] as const),
  ),
);

/** Case, blanks and signs between words do not count. @returns undefined for a word that never was a category. */
export function readTemplateCategory(word: string): TemplateCategory | undefined {
  return BY_WORD.get(wordKey(word));
}
