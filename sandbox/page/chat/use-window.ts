import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const AT_FIRST = 100;
const MORE = 100;

/**
 * Draws the newest items and adds older ones as the reader comes near the top, so that a long conversation opens at once.
 * @returns how many of the oldest are left out
 */
export function useWindow(
  count: number,
  box: RefObject<HTMLElement | null>,
  edge: RefObject<HTMLElement | null>,
): number {
  const [most, setMost] = useState(AT_FIRST);
  const hidden = Math.max(0, count - most);
  useEffect(() => {
    if (hidden === 0 || edge.current === null) return;
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setMost((before) => before + MORE);
      },
      { root: box.current, rootMargin: '1200px 0px 0px' },
    );
    near.observe(edge.current);
    return () => near.disconnect();
  }, [hidden, box, edge]);
  return hidden;
}
