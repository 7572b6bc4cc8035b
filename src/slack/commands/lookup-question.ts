/** A command that looks something up. */
export type Question = { readonly kind: 'status'; readonly id: string } | { readonly kind: 'recent' };

/** Reads `status ID` and `recent`; undefined for anything else, which opens the form. */
export function readQuestion(text: string): Question | undefined {
  const [word = '', id = '', ...more] = text.split(/\s+/);
  if (word.toLowerCase() === 'recent' && id === '') return { kind: 'recent' };
  if (word.toLowerCase() !== 'status' || more.length > 0) return undefined;
  return { kind: 'status', id: id.replace(/^`|`$/g, '') };
}
