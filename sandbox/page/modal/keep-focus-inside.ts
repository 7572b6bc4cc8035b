const CAN_HAVE_FOCUS = 'button, input, textarea, [href], [tabindex]:not([tabindex="-1"])';

/** Whether Tab stops at anything within the box. */
export function hasStops(box: HTMLElement): boolean {
  return stopsIn(box).length > 0;
}

/** Tab at the last element leads to the first, and the other way round. */
export function keepFocusInside(event: KeyboardEvent, box: HTMLElement | null): void {
  if (event.key !== 'Tab' || box === null) return;
  const stops = stopsIn(box);
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== edge && document.activeElement !== box) return;
  event.preventDefault();
  other?.focus();
}

function stopsIn(box: HTMLElement): readonly HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(CAN_HAVE_FOCUS)].filter((stop) => stop.tabIndex >= 0);
}

/** The guided tour says what Enter does next, so nothing that opens or closes beside it takes the focus from it. */
export function isGuideFocused(): boolean {
  return document.activeElement?.matches('.tour *') === true;
}
