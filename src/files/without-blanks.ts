/** No template is deeper; what is was made to exhaust the stack. */
const MAX_DEPTH = 20;

/**
 * An entry without what says nothing: Meta's and other companies' exports write `null` for every key that is not used, and
 * an empty list for an example. Positions in lists stay, so that a complaint names the right place.
 */
export function withoutBlanks(value: unknown, depth = MAX_DEPTH): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => withoutBlanks(member, depth - 1));
  const kept = Object.entries(value).filter(([key, member]) => member !== null && !isBlankExample(key, member));
  return Object.fromEntries(
    kept.map(([key, member]) => {
      const filled = withoutBlanks(member, depth - 1);
      return [key, key === 'example' ? withoutGaps(filled, depth) : filled];
    }),
  );
}

function isBlankExample(key: string, member: unknown): boolean {
  return key === 'example' && (member === '' || (Array.isArray(member) && member.length === 0));
}

/** An example that is missing among others is an empty one. */
function withoutGaps(value: unknown, depth: number): unknown {
  if (value === null) return '';
  if (depth === 0 || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((member) => withoutGaps(member, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutGaps(member, depth - 1)]));
}
