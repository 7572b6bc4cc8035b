import { useEffect, useState } from 'preact/hooks';

/** Where on the screen something is. */
interface Frame {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

const FOLLOW_MS = 120;

/** Follows the last element that the selector finds and that can be seen. */
export function useFrame(selector: string | undefined): Frame | undefined {
  const [frame, setFrame] = useState<Frame | undefined>();
  useEffect(() => {
    if (selector === undefined) return;
    const look = () => {
      const next = frameOf([...document.querySelectorAll(selector)].findLast(isShown));
      setFrame((before) => (isSame(before, next) ? before : next));
    };
    look();
    const timer = setInterval(look, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [selector]);
  return frame;
}

export function Ring({ frame }: { readonly frame: Frame | undefined }) {
  if (frame === undefined) return undefined;
  const { top, left, width, height } = frame;
  return (
    <div
      class="tour-ring"
      aria-hidden="true"
      style={{ top: `${top}px`, left: `${left}px`, width: `${width}px`, height: `${height}px` }}
    />
  );
}

const CARD_HEIGHT_PX = 240;
const CARD_WIDTH_PX = 424;

/** True when the guide, at the bottom left, would hide what it speaks of, and there is room above. */
export function isInTheWay(frame: Frame | undefined): boolean {
  if (frame === undefined) return false;
  const reachesDown = frame.top + frame.height > innerHeight - CARD_HEIGHT_PX;
  return reachesDown && frame.left < CARD_WIDTH_PX && frame.top > CARD_HEIGHT_PX;
}

function isSame(one: Frame | undefined, other: Frame | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isShown(element: Element): boolean {
  return element.getClientRects().length > 0 && element.getBoundingClientRect().right > 0;
}

const MARGIN_PX = 4;

/** As much of it as the window shows. */
function frameOf(element: Element | undefined): Frame | undefined {
  if (element === undefined) return undefined;
  const box = element.getBoundingClientRect();
  const top = Math.max(MARGIN_PX, box.top - MARGIN_PX);
  const left = Math.max(MARGIN_PX, box.left - MARGIN_PX);
  const bottom = Math.min(innerHeight - MARGIN_PX, box.bottom + MARGIN_PX);
  const right = Math.min(innerWidth - MARGIN_PX, box.right + MARGIN_PX);
  return { top, left, width: right - left, height: bottom - top };
}
