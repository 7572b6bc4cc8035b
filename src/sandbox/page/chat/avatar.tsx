const HUES = 360;

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
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % HUES, 7);
  return (
    <span class={isApp ? 'avatar avatar-app' : 'avatar'} style={{ '--hue': hue }} aria-hidden="true">
      {initials}
    </span>
  );
}
