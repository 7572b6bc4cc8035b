import type { RichTextElement } from '@slack/types';
import { text } from '../../blocks/rich-text.ts';

/** People beyond these are counted by their role: a card that mentions fifty is read by none of them. */
const MAX_NAMED = 5;

/** `@carla`, `@carla or @dev`, `@carla, @dev or @ravi`; undefined where there are none, or too many to name. */
export function peopleElements(userIds: readonly string[], word: 'or' | 'and'): RichTextElement[] | undefined {
  if (userIds.length === 0 || userIds.length > MAX_NAMED) return undefined;
  return userIds.flatMap((user_id, at) => {
    const person: RichTextElement = { type: 'user', user_id };
    if (at === 0) return [person];
    return [text(at === userIds.length - 1 ? ` ${word} ` : ', '), person];
  });
}

/** `lead`, `lead or admin`: roles as the policy names them. */
export function rolesText(roles: readonly string[]): string {
  const last = roles.at(-1) ?? '';
  return roles.length < 2 ? last : `${roles.slice(0, -1).join(', ')} or ${last}`;
}
