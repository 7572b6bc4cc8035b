const CAN_HAVE_FOCUS = 'button, input, textarea, [href], [tabindex]:not([tabindex="-1"])';

/** Tab at the last element leads to the first, and the other way round. */
export function keepFocusInside(event: KeyboardEvent, box: HTMLElement | null): void {
  if (event.key !== 'Tab' || box === null) return;
  const stops = [...box.querySelectorAll<HTMLElement>(CAN_HAVE_FOCUS)].filter((stop) => stop.tabIndex >= 0);
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== edge && document.activeElement !== box) return;
  event.preventDefault();
  other?.focus();
}
