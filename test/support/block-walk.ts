/** One text within blocks, and whether Slack gives its signs a meaning there. */
export interface BlockText {
  readonly text: string;
  readonly isMarkup: boolean;
}

/** Every string that is shown, with its kind: `mrkdwn` objects are markup; all other texts are shown letter by letter. */
export function textsOf(value: unknown): BlockText[] {
  if (typeof value !== 'object' || value === null) return [];
  const here =
    'text' in value && typeof value.text === 'string'
      ? [{ text: value.text, isMarkup: !('type' in value) || value.type === 'mrkdwn' || value.type === 'markdown' }]
      : [];
  return [...here, ...Object.values(value).flatMap(textsOf)];
}

/** Everything that is shown, in order. */
export function shownText(blocks: unknown): string {
  return textsOf(blocks)
    .map(({ text }) => text)
    .join('');
}

/** Types of rich text elements that do something: mention, link, draw. */
export function activeElements(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const active = ['user', 'usergroup', 'broadcast', 'channel', 'team', 'link', 'emoji', 'date', 'color'];
  const here = 'type' in value && typeof value.type === 'string' && active.includes(value.type) ? [value.type] : [];
  return [...here, ...Object.values(value).flatMap(activeElements)];
}
