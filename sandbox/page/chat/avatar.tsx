const HUES = 360;
/** Keeps neighbours such as U1 and U2 apart on the colour wheel. */
const GOLDEN_ANGLE = 137.5;

/** Initials on a colour of the person's own. */
export function Avatar({
  id,
  name,
  isApp = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly isApp?: boolean;
}) {
  const initials = name
    .split(/[\s_-]+/)
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
  const hash = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10_007, 7);
  const hue = (hash * GOLDEN_ANGLE) % HUES;
  return (
    <span class={isApp ? 'avatar avatar-app' : 'avatar'} style={{ '--hue': hue }} aria-hidden="true">
      {initials}
    </span>
  );
}
