import type { Numbering } from '../core/recipients/recipient.ts';

/** Loads the numbering plans of all countries when they are first needed: they would slow down every start. */
export function createLazyNumbering(defaultCountry: string | undefined): () => Promise<Numbering> {
  let loading: Promise<Numbering> | undefined;
  const load = async (): Promise<Numbering> => {
    const { createNumbering } = await import('./numbering.ts');
    return createNumbering(defaultCountry);
  };
  return () => {
    loading ??= load();
    return loading;
  };
}
