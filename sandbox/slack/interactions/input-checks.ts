interface Limits {
  readonly [name: string]: unknown;
}

/** What Slack itself says under an input that holds this text; undefined when it takes it. */
export function wrongText(type: string, element: Limits, text: string): string | undefined {
  return Object.hasOwn(CHECKS, type) ? CHECKS[type]?.(element, text) : undefined;
}

const CHECKS: Readonly<Record<string, (element: Limits, text: string) => string | undefined>> = {
  plain_text_input: wrongLength,
  number_input: wrongNumber,
  email_text_input: (_, text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter a valid email address.',
  url_text_input: (_, text) => (/^https?:/i.test(text) && URL.canParse(text) ? undefined : 'Please enter a valid URL.'),
};

function wrongLength({ min_length: min, max_length: max }: Limits, text: string): string | undefined {
  if (typeof max === 'number' && text.length > max) return `Must be at most ${max} characters`;
  if (typeof min === 'number' && text.length < min) return `Must be at least ${min} characters`;
  return undefined;
}

function wrongNumber(element: Limits, text: string): string | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (element['is_decimal_allowed'] !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (number < limit(element['min_value'], Number.NEGATIVE_INFINITY))
    return `Must be at least ${element['min_value']}.`;
  return number > limit(element['max_value'], Number.POSITIVE_INFINITY)
    ? `Must be at most ${element['max_value']}.`
    : undefined;
}

/** Slack takes them as texts. */
function limit(value: unknown, without: number): number {
  return value === undefined ? without : Number(value);
}
