import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** How far from the end still counts as being there. */
const NEAR_PX = 48;

/** Keeps the newest message in view for those who read there, and leaves other readers where they are. */
export function useLatestInView(box: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [isAtEnd, setAtEnd] = useState(true);
  const distance = useRef(0);
  useEffect(() => {
    const { current } = box;
    if (current === null || content.current === null) return;
    const look = () => {
      distance.current = current.scrollHeight - current.scrollTop - current.clientHeight;
      setAtEnd(distance.current < NEAR_PX);
    };
    const grown = new ResizeObserver(() => {
      if (distance.current < NEAR_PX) current.scrollTop = current.scrollHeight;
    });
    current.addEventListener('scroll', look, { passive: true });
    grown.observe(content.current);
    grown.observe(current);
    return () => {
      current.removeEventListener('scroll', look);
      grown.disconnect();
    };
  }, [box, content]);
  const toEnd = useCallback(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [box]);
  return { isAtEnd, toEnd };
}
