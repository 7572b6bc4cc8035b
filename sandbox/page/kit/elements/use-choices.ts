import { useEffect, useRef, useState } from 'preact/hooks';
import { type Choices, NO_CHOICES, optionsOf, step } from './choices.ts';
import type { ComboboxProps } from './combobox.tsx';

type Needs = Pick<ComboboxProps, 'load' | 'leastQuery' | 'debounceMs'>;

/** The list of a combobox: open or not, what was typed, what there is to choose, and which of it is active. */
export function useChoices({ load, leastQuery, debounceMs }: Needs) {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<{ choices: Choices; isLoading: boolean }>({
    choices: NO_CHOICES,
    isLoading: false,
  });
  const [active, setActive] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (!isOpen || query.length < leastQuery) {
      setFound({ choices: NO_CHOICES, isLoading: false });
      return;
    }
    let isWanted = true;
    const look = async () => {
      const choices = await latest.current(query);
      if (!isWanted) return;
      setFound({ choices, isLoading: false });
      setActive(0);
    };
    setFound(({ choices }) => ({ choices, isLoading: debounceMs > 0 }));
    const timer = setTimeout(look, query === '' ? 0 : debounceMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isOpen, query, leastQuery, debounceMs]);
  return {
    isOpen,
    query,
    active,
    ...found,
    open: () => setOpen(true),
    close: () => {
      setOpen(false);
      setQuery('');
    },
    type: (text: string) => {
      setOpen(true);
      setQuery(text);
    },
    move: (by: number) => setActive(step(active, by, optionsOf(found.choices).length)),
  };
}
