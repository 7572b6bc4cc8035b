import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface PopupProps {
  /** What it hangs on. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onOutside: () => void;
  /** As wide as its anchor, for lists; as wide as its content otherwise. */
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

const GAP_PX = 4;
const MAX_HEIGHT_PX = 320;

/** Stands in the browser's top layer, so that no scrolling box cuts it off, on the side with more room. */
export function Popup({ anchor, onOutside, isWide = false, children }: PopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    popup.current?.showPopover();
    const place = () => placeBeside(popup.current, anchor.current, isWide);
    place();
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
    };
  }, [anchor, isWide]);
  useLayoutEffect(() => placeBeside(popup.current, anchor.current, isWide));
  useEffect(() => {
    const press = ({ target }: Event) => {
      const isInside = target instanceof Node && (popup.current?.contains(target) || anchor.current?.contains(target));
      if (!isInside) onOutside();
    };
    addEventListener('pointerdown', press);
    return () => removeEventListener('pointerdown', press);
  }, [anchor, onOutside]);
  return (
    <div ref={popup} class="popup" popover="manual">
      {children}
    </div>
  );
}

function placeBeside(popup: HTMLElement | null, anchor: HTMLElement | null, isWide: boolean) {
  if (popup === null || anchor === null) return;
  const { top, bottom, left, width } = anchor.getBoundingClientRect();
  const below = innerHeight - bottom - 2 * GAP_PX;
  const above = top - 2 * GAP_PX;
  const isBelow = below >= Math.min(popup.scrollHeight, MAX_HEIGHT_PX) || below >= above;
  popup.style.maxHeight = `${Math.min(MAX_HEIGHT_PX, isBelow ? below : above)}px`;
  popup.style.width = isWide ? `${width}px` : 'max-content';
  popup.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - popup.offsetWidth - GAP_PX))}px`;
  popup.style.top = isBelow ? `${bottom + GAP_PX}px` : `${top - GAP_PX - popup.offsetHeight}px`;
}
