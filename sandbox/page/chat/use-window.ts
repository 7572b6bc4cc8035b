import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const FIRST_ITEMS = 100;
const MORE_ITEMS = 100;

/**
 * Draws the newest items and adds older ones as the reader comes near the top, so that a long conversation opens at once.
 * @returns how many of the oldest are left out
 */
export function useWindow(
  count: number,
  box: RefObject<HTMLElement | null>,
  edge: RefObject<HTMLElement | null>,
): number {
  const [shown, setShown] = useState(FIRST_ITEMS);
  const hidden = Math.max(0, count - shown);
  useEffect(() => {
    if (hidden === 0 || edge.current === null) return;
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setShown((before) => before + MORE_ITEMS);
      },
      { root: box.current, rootMargin: '1200px 0px 0px' },
    );
    near.observe(edge.current);
    return () => near.disconnect();
  }, [hidden, box, edge]);
  return hidden;
}
